using TemporalLambda.Aws;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>
/// The deployment that is looked at: what is expected of it, and what several checks need, each read once and only when the first one asks.
/// </summary>
internal sealed class VerificationTarget
{
    private readonly Lazy<Task<TemporalConnection>> _temporal;
    private readonly Lazy<Task<AwsSession>> _aws;
    private readonly Lazy<Task<VersionState>> _version;
    private readonly Lazy<Task<FunctionConfiguration>> _function;

    /// <param name="expected">The stage record; only deployment name and build id must be there.</param>
    /// <param name="temporal">Opens the connection to Temporal.</param>
    /// <param name="aws">Opens the session with AWS.</param>
    /// <param name="cancellationToken">Ends every read.</param>
    public VerificationTarget(
        RoutedWorker expected, Func<Task<TemporalConnection>> temporal, Func<Task<AwsSession>> aws, CancellationToken cancellationToken)
    {
        Expected = expected;
        _temporal = new(temporal);
        _aws = new(aws);
        _version = new(async () =>
            await VersionState.ReadVersionAsync(await Temporal, DeploymentName, BuildId, cancellationToken) is { Exists: true } version
                ? version
                : await VersionState.ReadAsync(await Temporal, DeploymentName, BuildId, cancellationToken));
        _function = new(async () => await (await Aws).Lambda.GetFunctionConfigurationAsync(
            await FunctionArnAsync(), qualifier: null, cancellationToken));
    }

    public RoutedWorker Expected { get; }

    public string DeploymentName => Expected.DeploymentName!;

    public string BuildId => Expected.BuildId!;

    public Task<TemporalConnection> Temporal => _temporal.Value;

    public Task<AwsSession> Aws => _aws.Value;

    /// <summary>The version as the server has it.</summary>
    public Task<VersionState> Version => _version.Value;

    /// <summary>The function's version as Lambda has it.</summary>
    public Task<FunctionConfiguration> Function => _function.Value;

    /// <summary>The ARN that Temporal invokes: the registered one, whatever the record says.</summary>
    public async Task<string> FunctionArnAsync() => (await Version).Group?.FunctionArn ?? Expected.QualifiedArn ?? Expected.FunctionArn ?? "";

    /// <summary>The task queue: the record's, else the one in the function's environment.</summary>
    public async Task<string?> TaskQueueAsync() => Expected.TaskQueue ?? Variable(await Function, FunctionVariables.TaskQueue);

    public static string? Variable(FunctionConfiguration function, string name) => function.Environment?.Variables?.GetValueOrDefault(name);
}
