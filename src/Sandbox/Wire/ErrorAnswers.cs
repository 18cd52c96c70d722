using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>Writes errors in the form of each protocol.</summary>
internal static class ErrorAnswers
{
    private const string AmzJson = "application/x-amz-json-1.1";

    // Of Lambda's errors these have "Message" in the service's model, the others "message".
    private static readonly HashSet<string> WithCapital =
        ["ResourceNotFoundException", "ServiceException", "InvalidRuntimeException", "InvalidZipFileException", "SnapStartException",
         "AccessDeniedException", "UnrecognizedClientException"];

    public static AwsResponse For(AwsException error, Protocol protocol, string requestId) => protocol switch
    {
        Protocol.RestJson => RestJson(error),
        Protocol.Json11 => Json11(error),
        _ => Query(error, requestId),
    };

    private static AwsResponse RestJson(AwsException error)
    {
        var document = new JsonObject { ["Type"] = error.Status < 500 ? "User" : "Service" };
        foreach (var (name, value) in error.Members)
        {
            document[name] = value;
        }
        document[WithCapital.Contains(error.Code) ? "Message" : "message"] = error.Message;
        return new AwsResponse(error.Status, "application/json", Encoding.UTF8.GetBytes(document.ToJsonString()))
        {
            Headers = new Dictionary<string, string> { ["x-amzn-ErrorType"] = error.Code },
        };
    }

    private static AwsResponse Json11(AwsException error)
    {
        var document = new JsonObject { ["__type"] = error.Code, ["message"] = error.Message };
        int status = error.Status < 500 ? 400 : error.Status;
        return new AwsResponse(status, AmzJson, Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    private static AwsResponse Query(AwsException error, string requestId)
    {
        var document = new XElement("ErrorResponse",
            new XElement("Error",
                new XElement("Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement("Code", error.Code),
                new XElement("Message", error.Message)),
            new XElement("RequestId", requestId));
        return new AwsResponse(error.Status, "text/xml", Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)));
    }
}
