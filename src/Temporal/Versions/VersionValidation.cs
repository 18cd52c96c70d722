using Temporalio.Api.Compute.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// The server's own check of a version's compute configuration: it assumes the role with the External ID, reads the function, and makes
/// sure that the role refuses without the External ID. Nothing is changed and nothing is invoked.
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
    /// <exception cref="StageException">It could not be asked.</exception>
    public static async Task<StageException?> RefusalAsync(
        TemporalConnection connection, string deploymentName, string buildId, ComputeGroup group, CancellationToken cancellation)
    {
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
            WantedVersion stored = new(deploymentName, buildId, "", group.FunctionArn ?? "", group.RoleArn, group.ExternalId);
            return ComputeRefusal.From(e, evidence: null, stored, connection.Address, connection.Namespace).Error;
        }
    }
}
