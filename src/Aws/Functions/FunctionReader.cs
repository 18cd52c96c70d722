using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Roles;
using TemporalLambda.Aws.Storage;

namespace TemporalLambda.Aws.Functions;

/// <summary>Reads what of a wanted function is there, in as few calls as possible and side by side.</summary>
internal sealed class FunctionReader(AwsSession session, ExecutionRole role, IStageReporter reporter)
{
    private LambdaClient Lambda => session.Lambda;

    /// <summary>What is there; and the wanted function, completed with what only that can tell.</summary>
    /// <exception cref="StageException">A given role does not fit, or AWS refused to tell.</exception>
    public async Task<(WantedFunction Wanted, FunctionState Found)> ReadAsync(WantedFunction wanted, CancellationToken cancellationToken)
    {
        string name = wanted.FunctionName;
        if (wanted.ExecutionRoleArn is not null)
        {
            GivenRole.CheckArn(wanted.ExecutionRoleArn, null);
        }

        Task<FunctionDescription?> function = Lambda.GetFunctionAsync(name, null, cancellationToken).OrNull();
        Task<IReadOnlyList<FunctionConfiguration>?> versions = Lambda.ListVersionsByFunctionAsync(name, cancellationToken).OrNull();
        Task<ExecutionRoleState?> own = wanted.ExecutionRoleArn is null
            ? role.ReadAsync(name, wanted.RoleOptions, cancellationToken).OrNull()
            : Task.FromResult<ExecutionRoleState?>(null);
        Task<ParameterState?> parameter = ParameterAsync(wanted.ParameterName, wanted.ApiKey, cancellationToken);
        Task<ParameterState?> certificate = ParameterAsync(wanted.CertificateOptions.ParameterName, wanted.CertificateOptions, cancellationToken);
        await Task.WhenAll(function, versions, own, parameter, certificate);

        FunctionDescription? found = await function;
        FunctionConfiguration? latest = found?.Configuration;
        FunctionArn arn = FunctionArn.Parse(latest?.FunctionArn ?? await FutureArnAsync(name, cancellationToken));
        (string roleArn, ExecutionRoleState? ownRole) = ChooseRole(wanted, latest, await own, arn);
        FunctionState state = new()
        {
            Arn = arn,
            Latest = latest,
            Versions = [.. (await versions ?? []).Where(v => v.Version != "$LATEST")],
            OwnRole = ownRole,
            RoleArn = roleArn,
            Parameter = await parameter,
            CertificateParameter = await certificate,
        };
        if (wanted.PackagePath is null)
        {
            // Not built yet; but a version of the same code tells which package it would be.
            wanted = wanted with { PackageSha256 = state.CodeOf(wanted.Fingerprint) ?? wanted.PackageSha256 };
        }

        Task<EventInvokeConfig?> eventInvoke = EventInvokeAsync(wanted, state, cancellationToken);
        Task<LogGroupState?> logGroup = LogGroupAsync(wanted, latest, cancellationToken);
        Task<bool> staged = wanted.Staged is { } package
            ? new PackageBucket(session.Storage, reporter).HoldsAsync(package, session.Region, cancellationToken)
            : Task.FromResult(false);
        Task checkedRole = CheckGivenRoleAsync(wanted, state, cancellationToken);
        await Task.WhenAll(eventInvoke, logGroup, staged, checkedRole);
        return (wanted, state with
        {
            EventInvoke = await eventInvoke,
            IsStaged = await staged,
            Attributes = new FunctionAttributes(
                found?.Tags ?? FunctionAttributes.None.Tags, found?.Concurrency?.ReservedConcurrentExecutions, await logGroup),
        });
    }

    // A function that runs as a role of its owner's goes on doing so.
    private static (string RoleArn, ExecutionRoleState? Own) ChooseRole(
        WantedFunction wanted, FunctionConfiguration? latest, ExecutionRoleState? own, FunctionArn arn)
    {
        if (wanted.ExecutionRoleArn is not null)
        {
            return (wanted.ExecutionRoleArn, null);
        }

        if (latest is not null && RoleName.Of(latest.Role) != own!.RoleName)
        {
            return (latest.Role, null);
        }

        string path = wanted.RoleOptions.Path ?? "/";
        return (own!.Role?.Arn ?? $"arn:{arn.Parts.Partition}:iam::{arn.Parts.Account}:role{path}{own.RoleName}", own);
    }

    private async Task<string> FutureArnAsync(string name, CancellationToken cancellationToken)
    {
        CallerIdentity caller = await session.GetCallerIdentityAsync(cancellationToken);
        return $"arn:{session.Partition}:lambda:{session.Region}:{caller.Account}:function:{name}";
    }

    private async Task<ParameterState?> ParameterAsync(string? name, ApiKeyOptions secret, CancellationToken cancellationToken) => name is null
        ? null
        : await new ParameterStore(session, reporter, TimeProvider.System).ReadAsync(name, secret.Key, cancellationToken);

    private async Task<EventInvokeConfig?> EventInvokeAsync(WantedFunction wanted, FunctionState state, CancellationToken cancellationToken)
    {
        string? version = wanted.Unqualified ? state.Latest?.Version : state.Match(wanted)?.Version;
        return version is null
            ? null
            : await Lambda.GetFunctionEventInvokeConfigAsync(wanted.FunctionName, wanted.Unqualified ? null : version, cancellationToken).OrNull();
    }

    private async Task<LogGroupState?> LogGroupAsync(WantedFunction wanted, FunctionConfiguration? latest, CancellationToken cancellationToken)
    {
        if (wanted.Options.LogRetentionDays is null)
        {
            return null;
        }

        string name = wanted.Options.LogGroup ?? latest?.LoggingConfig?.LogGroup ?? FunctionSettings.DefaultLogGroup(wanted.FunctionName);
        IReadOnlyList<Logs.LogGroup> alike = await session.Logs.DescribeLogGroupsAsync(name, cancellationToken);
        Logs.LogGroup? group = alike.FirstOrDefault(g => g.LogGroupName == name);
        return new LogGroupState(name, group is not null, group?.RetentionInDays);
    }

    // A role that the function runs as already has shown that it fits.
    private Task CheckGivenRoleAsync(WantedFunction wanted, FunctionState state, CancellationToken cancellationToken)
    {
        if (wanted.ExecutionRoleArn is null || wanted.ExecutionRoleArn == state.Latest?.Role)
        {
            return Task.CompletedTask;
        }

        GivenRole.CheckArn(wanted.ExecutionRoleArn, state.Arn.Parts);
        FunctionSettings settings = FunctionSettings.Of(wanted, state.RoleArn, state.Latest);
        return new GivenRole(session.Iam, reporter).CheckAsync(wanted.ExecutionRoleArn, state.Needs(wanted, settings), cancellationToken);
    }
}
