using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>The settings of one client: what the SDK reads from environment and profile, and what was given.</summary>
internal sealed class ServiceConfig : ClientConfig, IReportingConfig
{
    private static readonly IDefaultConfiguration[] Defaults = Enum.GetValues<DefaultConfigurationMode>()
        .Select(mode => (IDefaultConfiguration)new DefaultConfiguration
        {
            Name = mode,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromMilliseconds(3100),
            TlsNegotiationTimeout = TimeSpan.FromMilliseconds(3100),
        }).ToArray();

    private static readonly string Version = typeof(ServiceConfig).Assembly.GetName().Version!.ToString(3);

    public ServiceConfig(ServiceDescription service, AwsOptions options, RegionEndpoint region, IStageReporter reporter)
        : base(new DefaultConfigurationProvider(Defaults))
    {
        Service = service;
        Reporter = reporter;
        RenewCommand = options.RenewCommand;
        Time = options.Time;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new EndpointRules(service);
        Profile = options.ProfileName is null ? null : new Profile(options.ProfileName, options.ProfileLocation);
        RegionEndpoint = region;
        SigningRegion = region.SystemName;
        if (options.EndpointUrl is not null)
        {
            ServiceURL = options.EndpointUrl;
        }

        CallsPerSecond = options.CallsPerSecond ?? (string.IsNullOrEmpty(ServiceURL) ? service.CallsPerSecond : null);
        ClientAppId ??= "TemporalLambda";
        UserAgent = InternalSDKUtils.BuildUserAgentString(service.ServiceId, Version);
        ConnectTimeout = TimeSpan.FromSeconds(10);

        // A direct upload of 50 MB over a slow line takes minutes.
        Timeout = TimeSpan.FromMinutes(5);
    }

    /// <summary>Which service it is.</summary>
    public ServiceDescription Service { get; }

    public IStageReporter Reporter { get; }

    public TimeProvider Time { get; }

    public string? RenewCommand { get; }

    /// <summary>The region, also where a custom endpoint has made the SDK forget it.</summary>
    public string SigningRegion { get; }

    /// <summary>The rate that calls are kept within, or null: fakes and sandboxes have none.</summary>
    public int? CallsPerSecond { get; }

    public override string ServiceVersion => Service.ApiVersion;

    public override string RegionEndpointServiceName => Service.SigningName;

    public override string UserAgent { get; }

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new ServiceEndpointResolver().GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(
            new RequestContext(false)
            {
                ClientConfig = this,
                OriginalRequest = parameters.Request,
                Request = new DefaultRequest(parameters.Request, ServiceId),
            },
            null));
}
