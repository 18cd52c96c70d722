using Temporalio.Api.Compute.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// The server's own check of a version's compute configuration: it assumes the role with the External ID, reads the function, and makes
/// sure that the role refuses without the External ID. Nothing is changed and nothing is invoked. It is the version's worker controller that
/// checks: without one the server says nothing for 35 s (1.31 and 1.32), so that it is not asked then.
/// </summary>
public static class VersionValidation
{
    // The server assumes the role twice and calls Lambda.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(75);

    /// <summary>Has the server check what it has stored for the version.</summary>
    /// <exception cref="StageException">What the server found wrong, or it could not be asked.</exception>
    public static async Task RunAsync(
        TemporalConnection connection, string deploymentName, string buildId, ComputeGroup group, CancellationToken cancellation)
    {
        if (await RefusalAsync(connection, deploymentName, buildId, group, cancellation) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>What the server finds wrong with it, or null.</summary>
    /// <exception cref="StageException">It could not be asked, or there is no such version, or none with a compute provider.</exception>
    public static async Task<StageException?> RefusalAsync(
        TemporalConnection connection, string deploymentName, string buildId, ComputeGroup group, CancellationToken cancellation)
    {
        await RequireControllerAsync(connection, deploymentName, buildId, cancellation);
        ComputeConfigScalingGroup message = group.ToMessage();
        ValidateWorkerDeploymentVersionComputeConfigRequest request = new()
        {
            Namespace = connection.Namespace, DeploymentVersion = new() { DeploymentName = deploymentName, BuildId = buildId },
            Identity = connection.Identity,
            ComputeConfigScalingGroups =
            {
                [group.Name] = new() { ScalingGroup = message, UpdateMask = new() { Paths = { "provider", "scaler" } } },
            },
        };
        try
        {
            await connection.CallAsync(
                $"validate version '{buildId}' of '{deploymentName}'",
                (service, rpc) => service.ValidateWorkerDeploymentVersionComputeConfigAsync(request, rpc), cancellation, timeout: CallTimeout);
            return null;
        }
        catch (RpcException e)
        {
            if (e.Message.Contains("deadline exceeded", StringComparison.Ordinal))
            {
                // It may have been removed since.
                await RequireControllerAsync(connection, deploymentName, buildId, cancellation);
                throw TemporalErrors.CallTimedOut(connection.Address, $"validate version '{buildId}' of '{deploymentName}'", e);
            }

            WantedVersion stored = new(deploymentName, buildId, "", group.FunctionArn ?? "", group.RoleArn, group.ExternalId);
            return ComputeRefusal.From(e, evidence: null, stored, connection.Address, connection.Namespace).Error;
        }
    }

    private static async Task RequireControllerAsync(TemporalConnection connection, string deploymentName, string buildId, CancellationToken cancellation)
    {
        VersionState version = await VersionState.ReadVersionAsync(connection, deploymentName, buildId, cancellation);
        if (version.Groups.Count == 0)
        {
            throw version.Exists ? TemporalErrors.VersionHasNoProvider(deploymentName, buildId) : TemporalErrors.VersionNotFound(deploymentName, buildId, []);
        }
    }
}
