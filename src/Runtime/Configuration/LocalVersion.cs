using System.Net;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Common;

namespace TemporalLambda.Runtime.Configuration;

/// <summary>
/// The version of a worker that a developer starts against a server on the same machine without naming one: workflows that declare a
/// versioning behavior need a version, and a current one to be sent to.
/// </summary>
internal static class LocalVersion
{
    // A dot ends a deployment's name where the server writes both in one.
    public static WorkerDeploymentVersion Name => new(FunctionEnvironment.ProgramName.Replace('.', '-'), "local");

    /// <summary>Whether the server is on this machine, so that nobody else's routing is at stake.</summary>
    /// <param name="address">Host and port.</param>
    public static bool IsFor(string address) =>
        address[..Math.Max(address.LastIndexOf(':'), 0)] is var host
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));

    public static Task MakeCurrentAsync(ITemporalClient client, WorkerDeploymentVersion version, CancellationToken cancellationToken) =>
        client.WorkflowService.SetWorkerDeploymentCurrentVersionAsync(
            new SetWorkerDeploymentCurrentVersionRequest
            {
                Namespace = client.Options.Namespace,
                DeploymentName = version.DeploymentName,
                BuildId = version.BuildId,

                // It polls only after this.
                AllowNoPollers = true,
                IgnoreMissingTaskQueues = true,
            },
            new RpcOptions { CancellationToken = cancellationToken });
}
