using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>What Temporal has of the deployment.</summary>
internal sealed class TemporalChecks(VerificationTarget target)
{
    public async Task<Finding> ConnectionAsync(CancellationToken cancellationToken)
    {
        TemporalConnection connection = await target.Temporal.WaitAsync(cancellationToken);
        return connection.SupportsServerScaledDeployments
            ? Finding.Passed($"Temporal {connection.ServerVersion} at {connection.Address}, namespace {connection.Namespace}.")
            : Finding.From(TemporalErrors.WorkerControllerMissing(connection.Address, connection.ServerVersion));
    }

    public async Task<Finding> VersionAsync(CancellationToken cancellationToken)
    {
        VersionState version = await target.Version.WaitAsync(cancellationToken);
        string build = await target.BuildId;
        return version switch
        {
            { DeploymentExists: false } => Finding.From(TemporalErrors.DeploymentNotFound(target.DeploymentName)),
            { Exists: false } => Finding.From(TemporalErrors.VersionNotFound(target.DeploymentName, build, [])),
            _ => Finding.Passed($"{target.DeploymentName} {build} is {version.Status}."),
        };
    }

    public async Task<Finding> ComputeProviderAsync(CancellationToken cancellationToken)
    {
        ComputeGroup? group = (await target.Version.WaitAsync(cancellationToken)).Group;
        RoutedWorker expected = target.Expected;
        if (group is null)
        {
            return Finding.Failed(
                "ComputeProviderMissing",
                "The version has no compute provider, so that Temporal never invokes a function for it.",
                "Run New-TemporalWorkerDeploymentVersion for it.");
        }

        if (group.ProviderType != ComputeGroup.Lambda)
        {
            return Finding.Failed(
                "ComputeProviderOther",
                $"The version's compute provider is '{group.ProviderType}', not {ComputeGroup.Lambda}.",
                "Deploy under another build id, or leave this version to the tool that made it.");
        }

        (string Name, string? Wanted, string? Found)[] pairs =
        [
            ("function", expected.QualifiedArn, group.FunctionArn),
            ("role", expected.InvokeRoleArn, group.RoleArn),
            ("External ID", expected.ExternalId, group.ExternalId),
        ];
        string[] differing = [.. pairs.Where(p => p.Wanted is not null && p.Wanted != p.Found).Select(p => p.Name)];
        return differing.Length == 0
            ? Finding.Passed($"Temporal invokes {group.FunctionArn}.")
            : Finding.Failed(
                "ComputeProviderDiffers",
                $"What Temporal has registered differs from what was deployed: {string.Join(", ", differing)}.",
                "Run New-TemporalWorkerDeploymentVersion again.");
    }

    public async Task<Finding> ServerValidationAsync(CancellationToken cancellationToken)
    {
        ComputeGroup group = (await target.Version.WaitAsync(cancellationToken)).Group!;
        Task<VersionDescription> description = target.VersionDescription;
        if (await VersionValidation.RefusalAsync(
            await target.Temporal, target.DeploymentName, await target.BuildId, group, cancellationToken) is { } refusal)
        {
            // Whose permission is missing here is the role's, and not the caller's, who would not see anything then.
            return Finding.Failed(refusal.ErrorId, refusal.Message, refusal.Recommendation);
        }

        return Finding.Passed($"The server could assume the role, only with the External ID, and reach the function.{Stored(await description.WaitAsync(cancellationToken))}");
    }

    public async Task<Finding> RoutingAsync(CancellationToken cancellationToken)
    {
        VersionState version = await target.Version.WaitAsync(cancellationToken);
        switch (version.Status)
        {
            case VersionState.Current:
                return Finding.Passed("New workflows go to this version.");
            case VersionState.Ramping:
                return Finding.Passed($"{version.RampPercentage:0.###} % of new workflows go to this version.");
            default:
                RoutingState routing = await RoutingState.ReadAsync(await target.Temporal, target.DeploymentName, buildId: null, cancellationToken);
                return Finding.Warning(
                    "VersionNotRouted",
                    $"No new workflow goes to this version: {(routing.CurrentBuildId is { } current ? $"{current} is current" : "no version is current")}.",
                    "Run Set-CurrentTemporalVersion for it.");
        }
    }

    // Server 1.32 looks by itself as well, every six hours.
    private static string Stored(VersionDescription version) => version.ValidationTime is not { } time
        ? ""
        : $" Its own last look, {QueueChecks.Ago(DateTimeOffset.UtcNow - time)}, "
            + (version.ValidationError is { } error ? $"said: {error.TrimEnd('.')}; that is mended, and it will see so within hours." : "found the same.");
}
