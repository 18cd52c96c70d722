using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.SecurityToken.Model;
using TemporalLambda.Aws.Access;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Protocol;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Aws.Storage;

namespace TemporalLambda.Aws;

/// <summary>
/// One identity in one region, with a client for each service. Credentials and region are found when it is opened, so that a call only
/// fails for reasons of its own. Safe for use by many workers at once.
/// </summary>
public sealed class AwsSession : IDisposable
{
    private readonly AwsOptions _options;
    private readonly AWSCredentials _credentials;
    private readonly RegionEndpoint _region;
    private readonly IStageReporter _reporter;
    private readonly Lazy<LambdaClient> _lambda;
    private readonly Lazy<IamClient> _iam;
    private readonly Lazy<LogsClient> _logs;
    private readonly Lazy<StacksClient> _stacks;
    private readonly Lazy<SecurityTokenClient> _securityToken;
    private readonly Lazy<StorageClient> _storage;
    private readonly Lazy<ParametersClient> _parameters;
    private readonly Lazy<ParametersClient> _parametersOnce;

    private AwsSession(AwsOptions options, AWSCredentials credentials, RegionEndpoint region, IStageReporter reporter)
    {
        _options = options;
        _credentials = credentials;
        _region = region;
        _reporter = reporter;
        _lambda = new(() => new LambdaClient(credentials, ConfigFor(ServiceDescription.Lambda)));
        _iam = new(() => new IamClient(credentials, ConfigFor(ServiceDescription.Iam)));
        _logs = new(() => new LogsClient(credentials, ConfigFor(ServiceDescription.Logs)));
        _stacks = new(() => new StacksClient(credentials, ConfigFor(ServiceDescription.Stacks)));
        _securityToken = new(() => new SecurityTokenClient(credentials, new SecurityTokenConfig(options, region, reporter)));
        _storage = new(() => new StorageClient(credentials, new StorageConfig(options, region, reporter)));
        _parametersOnce = new(() => new ParametersClient(credentials, new ParametersConfig(options, region, reporter, once: true)));
        _parameters = new(() => new ParametersClient(credentials, new ParametersConfig(options, region, reporter)));
        Partition = Fn.Partition(region.SystemName).name;
        EndpointUrl = ConfigFor(ServiceDescription.Lambda).ServiceURL is { Length: > 0 } url ? new Uri(url) : null;
    }

    /// <summary>The region's system name.</summary>
    public string Region => _region.SystemName;

    /// <summary>The partition the region is of: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>, …</summary>
    public string Partition { get; }

    /// <summary>Where Lambda is asked instead of at AWS, by parameter, AWS_ENDPOINT_URL[_LAMBDA] or profile; null: AWS itself.</summary>
    public Uri? EndpointUrl { get; }

    /// <summary>Functions and their versions.</summary>
    public LambdaClient Lambda => _lambda.Value;

    /// <summary>Roles and their policies.</summary>
    public IamClient Iam => _iam.Value;

    /// <summary>CloudWatch Logs.</summary>
    public LogsClient Logs => _logs.Value;

    /// <summary>CloudFormation.</summary>
    public StacksClient Stacks => _stacks.Value;

    /// <summary>S3.</summary>
    internal StorageClient Storage => _storage.Value;

    /// <summary>Systems Manager's parameters.</summary>
    internal ParametersClient Parameters => _parameters.Value;

    /// <summary>The same for writes that may not be sent twice: the SDK repeats none of them.</summary>
    internal ParametersClient ParametersOnce => _parametersOnce.Value;

    /// <summary>Finds credentials and region; no call is made with them.</summary>
    /// <param name="options">What was given; the SDK's chain gives the rest.</param>
    /// <param name="reporter">Gets a verbose line for every call of the session.</param>
    /// <param name="cancellationToken">Ends the search within a second.</param>
    /// <exception cref="StageException">NoCredentials, KeysIncomplete, ProfileNotFound, SsoSessionExpired, CredentialsRefused, NoRegion,
    /// RegionNotValid or EndpointUrlNotValid.</exception>
    public static async Task<AwsSession> OpenAsync(AwsOptions options, IStageReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        CheckEndpoints(options);
        if (options.ProfileName is not null && CredentialSource.FindProfile(options) is null)
        {
            throw AwsErrors.ProfileNotFound(options.ProfileName);
        }

        (AWSCredentials credentials, bool onInstance) = await CredentialSource.OpenAsync(options, cancellationToken);
        RegionEndpoint region = RegionSource.Find(options, onInstance);
        return new AwsSession(options with { RenewCommand = CredentialSource.RenewCommand(options) }, credentials, region, reporter);
    }

    /// <summary>Who the session's credentials are.</summary>
    /// <exception cref="StageException">STS refused or could not be reached.</exception>
    public async Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken)
    {
        GetCallerIdentityResponse found = await _securityToken.Value.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
        return new CallerIdentity(found.Account, found.Arn, found.UserId);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close(_lambda);
        Close(_iam);
        Close(_logs);
        Close(_stacks);
        Close(_securityToken);
        Close(_storage);
        Close(_parameters);
        Close(_parametersOnce);
    }

    private static void Close<T>(Lazy<T> client)
        where T : IDisposable
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }
    }

    private static void CheckEndpoints(AwsOptions options)
    {
        string[] variables =
            ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
             "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL_CLOUDFORMATION"];
        (string Source, string? Url)[] given =
            [("EndpointUrl", options.EndpointUrl), .. variables.Select(v => (v, Environment.GetEnvironmentVariable(v)))];
        foreach ((string source, string? url) in given)
        {
            if (!string.IsNullOrEmpty(url)
                && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" && parsed.Host.Length > 0))
            {
                throw AwsErrors.EndpointUrlNotValid(url, source);
            }
        }
    }

    private ServiceConfig ConfigFor(ServiceDescription service) => new(service, _options, _region, _reporter);
}
