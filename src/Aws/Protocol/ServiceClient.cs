using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// What all thin clients share: the SDK's pipeline (credentials, signing, retries, time limits) with our endpoint rules and protocols.
/// An operation is a method of the service's client that names path, parameters and records. Every failure is a
/// <see cref="StageException"/>; <see cref="AwsFaults"/> tells the kinds apart.
/// </summary>
public abstract class ServiceClient : AmazonServiceClient
{
    private readonly RequestMarshaller _marshaller;
    private readonly ResponseUnmarshaller _unmarshaller;

    private protected ServiceClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
        _marshaller = new RequestMarshaller(config.Service);
        _unmarshaller = config.Service.Protocol == WireProtocol.Query ? new XmlUnmarshaller() : new JsonUnmarshaller();
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Configuration.Service;

    // The base constructor asks for these before any field of ours is set; the configuration is already there.
    private ServiceConfig Configuration => (ServiceConfig)Config;

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ServiceEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new ServiceAuthResolver());
        if (Configuration.CallsPerSecond is { } rate)
        {
            pipeline.AddHandlerAfter<RetryHandler>(new PaceHandler(rate, Configuration.Service.IsPaced, Configuration.Time));
        }

        pipeline.Report(Configuration.Service.SigningName, Configuration);
    }

    private protected Task<ServiceResponse> SendAsync(ServiceRequest request, CancellationToken cancellationToken) => InvokeAsync<ServiceResponse>(
        request, new InvokeOptions { RequestMarshaller = _marshaller, ResponseUnmarshaller = _unmarshaller }, cancellationToken);
}
