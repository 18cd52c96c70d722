using System.Runtime.CompilerServices;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// Reads Worker Deployments and their versions in the fewest calls that the API allows: one for a hundred deployments, one more a deployment
/// for the list of its versions, one more a version for its task queues and its compute configuration.
/// </summary>
/// <param name="connection">The namespace.</param>
public sealed class DeploymentReader(TemporalConnection connection)
{
    private const int PageSize = 100;

    // Beside each other: enough to hide the way to the server, too few to be throttled by it.
    private const int SideBySide = 8;

    /// <summary>The deployments that match, by name. A single one is described whole; of several there is what the server's list tells.</summary>
    /// <exception cref="StageException">There is no deployment of the one name asked for.</exception>
    public async Task<IReadOnlyList<DeploymentDescription>> DeploymentsAsync(NameFilter names, CancellationToken cancellation)
    {
        if (names.Exact is { } name)
        {
            return [await DeploymentAsync(name, cancellation) ?? throw TemporalErrors.DeploymentNotFound(name)];
        }

        List<DeploymentDescription> found = [];
        Google.Protobuf.ByteString page = Google.Protobuf.ByteString.Empty;
        do
        {
            ListWorkerDeploymentsRequest request = new() { Namespace = connection.Namespace, PageSize = PageSize, NextPageToken = page };
            ListWorkerDeploymentsResponse response = await AskAsync(
                "list deployments", connection.Namespace, (service, rpc) => service.ListWorkerDeploymentsAsync(request, rpc), cancellation);
            found.AddRange(response.WorkerDeployments.Where(summary => names.Matches(summary.Name)).Select(Descriptions.From));
            page = response.NextPageToken;
        }
        while (!page.IsEmpty);
        return [.. found.OrderBy(deployment => deployment.DeploymentName, StringComparer.Ordinal)];
    }

    /// <summary>The versions that match, by deployment and then the newest first.</summary>
    /// <param name="deployments">Which deployments.</param>
    /// <param name="builds">Which build ids. A single one is described whole.</param>
    /// <param name="detailed">Describes each version whole, with a call more for each.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StageException">There is no deployment, or no version, of the one name asked for.</exception>
    public async IAsyncEnumerable<VersionDescription> VersionsAsync(
        NameFilter deployments, NameFilter builds, bool detailed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<string> names = deployments.Exact is { } exact
            ? [exact] : [.. (await DeploymentsAsync(deployments, cancellation)).Select(deployment => deployment.DeploymentName)];
        await foreach (DeploymentDescription? deployment in InOrderAsync(names, DeploymentAsync, cancellation))
        {
            if (deployment is null)
            {
                // Removed since it was listed.
                _ = deployments.Exact is null ? "" : throw TemporalErrors.DeploymentNotFound(deployments.Exact);
                continue;
            }

            VersionDescription[] versions = [.. deployment.Versions.Where(version => builds.Matches(version.BuildId))];
            if (versions.Length == 0 && builds.Exact is { } build && deployments.Exact is { } name)
            {
                throw TemporalErrors.VersionNotFound(name, build, [.. deployment.Versions.Select(version => version.BuildId)]);
            }

            if (!detailed && builds.Exact is null)
            {
                foreach (VersionDescription version in versions)
                {
                    yield return version;
                }

                continue;
            }

            await foreach (VersionDescription? version in InOrderAsync(versions, DetailAsync, cancellation))
            {
                if (version is not null)
                {
                    yield return version;
                }
            }
        }
    }

    /// <summary>What Temporal invokes for each of the versions that has AWS Lambda as a compute provider, as ARNs: a call a version.</summary>
    /// <exception cref="StageException">The server refused to tell.</exception>
    internal async IAsyncEnumerable<(VersionDescription Version, IReadOnlyList<string> Functions)> FunctionsAsync(
        IEnumerable<VersionDescription> versions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        VersionDescription[] asked = [.. versions.Where(version => version.ProviderTypes.Contains(ComputeGroup.Lambda))];
        int answered = 0;
        await foreach (VersionState? state in InOrderAsync(asked, async (version, stop) => (VersionState?)await VersionState.ReadVersionAsync(connection, version.DeploymentName, version.BuildId, stop), cancellation))
        {
            yield return (asked[answered++], [.. (state?.Groups ?? []).Select(group => group.FunctionArn).OfType<string>().Distinct()]);
        }
    }

    /// <summary>The version that people mean who name the deployment alone: the current one, else the ramping one, else the newest.</summary>
    /// <exception cref="StageException">There is no such deployment, or it has no version.</exception>
    public async Task<string> RoutedBuildIdAsync(string deploymentName, CancellationToken cancellation)
    {
        DeploymentDescription deployment = (await DeploymentsAsync(NameFilter.Only(deploymentName), cancellation))[0];
        return deployment.CurrentBuildId ?? deployment.RampingBuildId ?? deployment.LatestBuildId ?? throw TemporalErrors.DeploymentEmpty(deploymentName);
    }

    /// <summary>One version, described whole.</summary>
    /// <exception cref="StageException">There is no such version.</exception>
    public async Task<VersionDescription> VersionAsync(string deploymentName, string buildId, CancellationToken cancellation)
    {
        // The deployment learns of a new version, or of a change, some moments after the version itself.
        VersionDescription summary = (await DeploymentAsync(deploymentName, cancellation))?.Versions.FirstOrDefault(version => version.BuildId == buildId)
            ?? new() { DeploymentName = deploymentName, BuildId = buildId, Status = "", ProviderTypes = [ComputeGroup.Lambda] };
        return await DetailAsync(summary, cancellation) ?? throw TemporalErrors.VersionNotFound(deploymentName, buildId, []);
    }

    private async Task<DeploymentDescription?> DeploymentAsync(string name, CancellationToken cancellation) =>
        await VersionState.DescribeDeploymentAsync(connection, name, cancellation) is { } found ? Descriptions.From(found) : null;

    // Null for a version that was removed since it was listed.
    private async Task<VersionDescription?> DetailAsync(VersionDescription summary, CancellationToken cancellation)
    {
        Task<ControllerActivity> controller = summary.ProviderTypes.Count == 0
            ? Task.FromResult(new ControllerActivity(null, null))
            : ControllerHistory.LastActivityAsync(connection, summary.DeploymentName, summary.BuildId, cancellation);
        VersionDescription? version = await DescribeAsync(summary, cancellation);
        ControllerActivity activity = await controller;
        return version is null ? null : version with
        {
            LastInvocationTime = activity.LastInvocation, LastFailure = activity.LastFailure?.Message,
            LastFailedActivity = activity.LastFailure?.Activity, LastFailureTime = activity.LastFailure?.Time,
            ControllerRefusal = activity.Refusal,
        };
    }

    private async Task<VersionDescription?> DescribeAsync(VersionDescription summary, CancellationToken cancellation)
    {
        DescribeWorkerDeploymentVersionRequest request = new()
        {
            Namespace = connection.Namespace, ReportTaskQueueStats = true,
            DeploymentVersion = new() { DeploymentName = summary.DeploymentName, BuildId = summary.BuildId },
        };
        while (true)
        {
            try
            {
                return summary.With(await AskAsync(
                    $"describe version '{summary.BuildId}' of '{summary.DeploymentName}'", $"{summary.DeploymentName}:{summary.BuildId}",
                    (service, rpc) => service.DescribeWorkerDeploymentVersionAsync(request, rpc), cancellation));
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
            {
                if (!request.ReportTaskQueueStats)
                {
                    return null;
                }

                // A queue that the version has just bound is not found where its statistics are asked for.
                request.ReportTaskQueueStats = false;
            }
        }
    }

    private async Task<T> AskAsync<T>(
        string what, string target, Func<Temporalio.Client.WorkflowService, Temporalio.Client.RpcOptions, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await connection.CallAsync(what, call, cancellation);
        }
        catch (RpcException e) when (e.Code != RpcException.StatusCode.NotFound)
        {
            throw TemporalErrors.CallRefused(what, target, e.Message, e);
        }
    }

    // Asks for some side by side and gives the answers in the order of the questions, each as soon as it is there.
    private static async IAsyncEnumerable<TAnswer?> InOrderAsync<TQuestion, TAnswer>(
        IReadOnlyList<TQuestion> questions, Func<TQuestion, CancellationToken, Task<TAnswer?>> ask, [EnumeratorCancellation] CancellationToken cancellation)
        where TAnswer : class
    {
        Queue<Task<TAnswer?>> asked = [];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            foreach (TQuestion question in questions)
            {
                if (asked.Count == SideBySide)
                {
                    yield return await asked.Dequeue();
                }

                asked.Enqueue(ask(question, stop.Token));
            }

            while (asked.Count > 0)
            {
                yield return await asked.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (Task<TAnswer?> left in asked)
            {
                await left.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }
}
