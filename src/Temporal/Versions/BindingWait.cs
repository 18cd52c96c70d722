using Temporalio.Api.Deployment.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// The wait until a worker of the version has polled the wanted task queue. Nobody but us repeats a first invocation that came to nothing,
/// so it is asked for again while we wait.
/// </summary>
internal sealed class BindingWait(TemporalConnection connection, TimeProvider time, WantedVersion wanted, DateTimeOffset started, DateTimeOffset deadline)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A cold start with a VPC takes some seconds; each invocation beside a running one is billed for nothing.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(15);

    /// <summary>Waits; the version's state then. Without any time to wait, the state as it is.</summary>
    /// <exception cref="StageException">It was not bound in time: which of the known reasons it was.</exception>
    public async Task<VersionState> UntilBoundAsync(Func<Task> invokeAgain, CancellationToken cancellation)
    {
        string activity = $"Waiting for task queue '{wanted.TaskQueue}'";
        TimeSpan pause = FirstPause;
        TimeSpan patience = FirstPatience;
        DateTimeOffset invoked = time.GetUtcNow();
        try
        {
            while (true)
            {
                VersionState state = await VersionState.ReadVersionAsync(connection, wanted.DeploymentName, wanted.BuildId, cancellation);
                DateTimeOffset now = time.GetUtcNow();
                if (wanted.IsBoundIn(state) || wanted.Timeout == TimeSpan.Zero)
                {
                    return state;
                }

                if (now >= deadline)
                {
                    throw await ReasonAsync(state, cancellation);
                }

                if (now - invoked >= patience)
                {
                    await InvokeAgainAsync(invokeAgain);
                    (invoked, patience) = (time.GetUtcNow(), patience * 2);
                }

                connection.Reporter.Progress(new(
                    activity, $"Temporal invoked the function {(int)(now - invoked).TotalSeconds} s ago; its worker has not polled yet",
                    (int)Math.Clamp((now - started) / wanted.Timeout * 100, 0, 99)));
                await Task.Delay(pause, time, cancellation);
                pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            }
        }
        finally
        {
            connection.Reporter.Progress(new(activity, "", Completed: true));
        }
    }

    private async Task InvokeAgainAsync(Func<Task> invokeAgain)
    {
        try
        {
            await invokeAgain();
        }
        catch (Exception e) when (e is RpcException or StageException)
        {
            // The controller's history has the reason, for the end of the wait.
            connection.Reporter.Verbose($"The repeated invocation failed: {e.Message}");
        }
    }

    private async Task<StageException> ReasonAsync(VersionState state, CancellationToken cancellation)
    {
        if (state.TaskQueues.Count > 0 && state.Groups.Count < 2 && !state.TaskQueues.Contains(wanted.TaskQueue))
        {
            return TemporalErrors.OtherTaskQueueBound(wanted.TaskQueue, wanted.BuildId, state.TaskQueues);
        }

        ControllerFailure? failure = await ControllerHistory.LastFailureAsync(
            connection, wanted.DeploymentName, wanted.BuildId, started - TimeSpan.FromMinutes(1), cancellation);
        if (failure is not null)
        {
            return TemporalErrors.InvocationFailed(wanted.FunctionArn, failure.Message, null);
        }

        IReadOnlyList<string> others = await MadeByPollsAsync(cancellation);
        return others.Count > 0
            ? TemporalErrors.OtherVersionPolled(wanted.DeploymentName, wanted.BuildId, others)
            : TemporalErrors.TaskQueueNotBound(wanted.TaskQueue, wanted.TaskQueueKinds, wanted.BuildId, wanted.FunctionArn, (int)wanted.Timeout.TotalSeconds);
    }

    // A poll under a build id that nobody registered makes a version without a provider.
    private async Task<IReadOnlyList<string>> MadeByPollsAsync(CancellationToken cancellation)
    {
        WorkerDeploymentInfo? deployment = (await VersionState.DescribeDeploymentAsync(connection, wanted.DeploymentName, cancellation))?.WorkerDeploymentInfo;
        return deployment is null
            ? []
            : [.. deployment.VersionSummaries
                .Where(version => version.DeploymentVersion.BuildId != wanted.BuildId && (version.ComputeConfig?.ScalingGroups.Count ?? 0) == 0
                    && version.CreateTime.ToDateTimeOffset() >= started - TimeSpan.FromMinutes(1))
                .Select(version => version.DeploymentVersion.BuildId)];
    }
}
