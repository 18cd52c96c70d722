using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace TemporalLambda.Aws.Protocol;

/// <summary>Reads the answers of the JSON protocols.</summary>
internal sealed class JsonUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using MemoryStream body = new();
        context.Stream.CopyTo(body);
        IWebResponseData data = context.ResponseData;
        return new ServiceResponse
        {
            Body = body.ToArray(),
            Header = name => data.IsHeaderPresent(name) ? data.GetHeaderValue(name) : null,
        };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        StreamingUtf8JsonReader reader = new(context.Stream, 4096, context.JsonMaxDepth);
        ErrorResponse error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        return Errors.From(error, innerException, statusCode);
    }
}

/// <summary>Reads the answers of the query protocol.</summary>
internal sealed class XmlUnmarshaller : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        XElement root = XElement.Load(context.Stream);
        foreach (XElement element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return new ServiceResponse
        {
            Result = root.Elements().FirstOrDefault(e => e.Name.LocalName.EndsWith("Result", StringComparison.Ordinal)) ?? root,
            ResponseMetadata = new ResponseMetadata { RequestId = (string?)root.Element("ResponseMetadata")?.Element("RequestId") },
        };
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        Errors.From(XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(context), innerException, statusCode);
}

/// <summary>An error document as the SDK's exception, which the retry policy and <see cref="CallHandler"/> understand.</summary>
internal static class Errors
{
    public static AmazonServiceException From(ErrorResponse error, Exception? inner, HttpStatusCode status) =>
        new(error.Message, inner, error.Type, error.Code, error.RequestId, status);
}
