using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace TemporalLambda.Aws.Protocol;

/// <summary>Writes a request by its service's protocol.</summary>
internal sealed class RequestMarshaller(ServiceDescription service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        ServiceRequest request = (ServiceRequest)input;
        DefaultRequest wire = new(request, service.ServiceId) { HttpMethod = request.Method, ResourcePath = request.Path };
        foreach ((string name, string value) in request.Labels)
        {
            wire.AddPathResource("{" + name + "}", value);
        }

        foreach ((string name, string value) in request.Headers)
        {
            wire.Headers[name] = value;
        }

        foreach ((string name, string? value) in request.Parameters)
        {
            if (value is not null)
            {
                wire.Parameters.Add(name, value);
            }
        }

        foreach ((string name, IReadOnlyList<string> values) in request.Lists)
        {
            wire.ParameterCollection.Add(name, [.. values]);
        }

        switch (service.Protocol)
        {
            case WireProtocol.Query:
                wire.Parameters.Add("Action", request.Operation);
                wire.Parameters.Add("Version", service.ApiVersion);
                wire.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(wire);
                break;
            case WireProtocol.Json11:
                wire.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{request.Operation}";
                wire.Headers["Content-Type"] = "application/x-amz-json-1.1";
                wire.Content = request.Body ?? "{}"u8.ToArray();
                break;
            case WireProtocol.RestJson:
                wire.UseQueryString = true;
                if (request.Body is not null)
                {
                    wire.Content = request.Body;
                    wire.Headers.TryAdd("Content-Type", "application/json");
                }

                break;
        }

        return wire;
    }
}
