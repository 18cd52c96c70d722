using Temporalio.Api.Compute.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>Makes Worker Deployment Versions as wanted, and waits until their task queue is bound.</summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class VersionDeployment(TemporalConnection connection, TimeProvider? time = null)
{
    // The server assumes the role twice, calls Lambda twice and retries: more than a client's usual patience.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(75);
    private const int DefaultVersionLimit = 100;
    private const int DefaultDeploymentLimit = 100;
    private static readonly TimeSpan PropagationPause = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads what is there and plans. Changes nothing.</summary>
    /// <exception cref="StageException">A name or setting that can not be, or a server that can not do it.</exception>
    public async Task<VersionPlan> PlanAsync(WantedVersion wanted, CancellationToken cancellation)
    {
        wanted.Check();
        connection.RequireWorkerController();
        if (wanted.IsUnqualified)
        {
            connection.Reporter.Warning(
                $"'{wanted.FunctionArn}' names no published version: each update of the function changes the code under workflows that run on version '{wanted.BuildId}'.");
        }

        VersionState found = await VersionState.ReadAsync(connection, wanted.DeploymentName, wanted.BuildId, cancellation);
        VersionPlan plan = VersionPlan.For(wanted, found);
        if (!found.Exists)
        {
            await WarnOfLimitsAsync(found, wanted.DeploymentName, cancellation);
        }

        return plan;
    }

    // Warnings alone: the limits may have been raised.
    private async Task WarnOfLimitsAsync(VersionState found, string deploymentName, CancellationToken cancellation)
    {
        const string WayOut = "Remove-TemporalWorkerDeploymentVersion -Keep removes those that nobody needs.";
        Task<long?> controllers = ControllerHistory.CountRunningAsync(connection, cancellation);
        int deployments = found.DeploymentExists ? 0 : (await new DeploymentReader(connection).DeploymentsAsync(NameFilter.All, cancellation)).Count;
        if (deployments >= DefaultDeploymentLimit)
        {
            connection.Reporter.Warning(
                $"Namespace '{connection.Namespace}' has {deployments} worker deployments, the server's default limit: it may refuse a new one. Remove-TemporalLambdaWorker removes one that is not needed any more.");
        }

        if (found.VersionCount >= DefaultVersionLimit)
        {
            connection.Reporter.Warning(
                $"Worker deployment '{deploymentName}' has {found.VersionCount} versions, the server's default limit: for a new one it removes a drained one of its own choice, or refuses. {WayOut}");
        }

        if (await controllers is { } running and >= ComputeRefusal.DefaultControllerLimit)
        {
            connection.Reporter.Warning(
                $"Namespace '{connection.Namespace}' has {running} versions with a compute provider, the server's default limit: it may refuse a new one. {WayOut}");
        }
    }

    /// <summary>
    /// Has the server check what the plan would give the version: it assumes the role, with and without the External ID, and reads the function.
    /// Creates, changes and invokes nothing. It is the worker controller of a version that checks: where the wanted version has none yet, the
    /// one of another version of the deployment is asked whether it could have the wanted function.
    /// </summary>
    /// <exception cref="StageException">What the server found wrong, or there is no version of the deployment that could be asked.</exception>
    public async Task ValidateAsync(VersionPlan plan, CancellationToken cancellation)
    {
        WantedVersion wanted = plan.Wanted;
        if (plan.Found.Groups.Count > 0)
        {
            await VersionValidation.RunAsync(connection, wanted.DeploymentName, wanted.BuildId, plan.Group, cancellation);
            return;
        }

        DescribeWorkerDeploymentResponse? found = await VersionState.DescribeDeploymentAsync(connection, wanted.DeploymentName, cancellation);
        WorkerDeploymentInfo.Types.WorkerDeploymentVersionSummary asked = found?.WorkerDeploymentInfo.VersionSummaries
            .Where(version => version.ComputeConfig?.ScalingGroups.Count > 0)
            .MaxBy(version => version.CreateTime.ToDateTimeOffset())
            ?? throw TemporalErrors.NothingToValidateWith(wanted.DeploymentName, wanted.BuildId);

        // As one of the groups that it has: another one for the same kinds of task would be refused for that.
        string group = asked.ComputeConfig.ScalingGroups.ContainsKey(plan.Group.Name) ? plan.Group.Name : asked.ComputeConfig.ScalingGroups.Keys.Order(StringComparer.Ordinal).First();
        await VersionValidation.RunAsync(
            connection, wanted.DeploymentName, asked.DeploymentVersion.BuildId, plan.Group with { Name = group, TaskQueueKinds = [] }, cancellation);
    }

    /// <summary>Does the plan, waits for the task queue, and reads the version back.</summary>
    /// <exception cref="StageException">The server refuses, or the task queue was not bound in time; it says why.</exception>
    public async Task<VersionResult> ApplyAsync(VersionPlan plan, CancellationToken cancellation)
    {
        WantedVersion wanted = plan.Wanted;
        DateTimeOffset started = _time.GetUtcNow();
        DateTimeOffset deadline = started + wanted.Timeout;
        foreach (VersionChange change in plan.Changes.Cast<VersionChange>())
        {
            await DoAsync(plan, change, deadline, cancellation);
        }

        BindingWait wait = new(connection, _time, wanted, started, deadline);
        VersionState state = plan.Changes.Count == 0
            ? plan.Found
            : await wait.UntilBoundAsync(() => SendUpdateAsync(plan, ["provider"], VersionStep.InvokeAgain, cancellation), cancellation);
        if (plan.Changes.Count > 0)
        {
            connection.KnownRouting.Touched(wanted.DeploymentName);
        }

        return new(state.Status!, state.TaskQueues, wanted.IsBoundIn(state), plan.Changes);
    }

    private async Task DoAsync(VersionPlan plan, VersionChange change, DateTimeOffset deadline, CancellationToken cancellation)
    {
        switch (change.Step)
        {
            case VersionStep.CreateDeployment:
                await CreateDeploymentAsync(plan, cancellation);
                break;
            case VersionStep.CreateVersion:
                if (!await PatientlyAsync(plan, () => CreateVersionAsync(plan, cancellation), deadline, cancellation))
                {
                    // A worker's poll, or another script, made the version in between: it is mended instead.
                    await PatientlyAsync(plan, () => SendUpdateAsync(plan, ["provider", "scaler"], VersionStep.UpdateCompute, cancellation), deadline, cancellation);
                }

                break;
            case VersionStep.UpdateCompute:
                await PatientlyAsync(plan, () => SendUpdateAsync(plan, plan.UpdateMask, change.Step, cancellation), deadline, cancellation);
                break;
            case VersionStep.InvokeAgain:
                await PatientlyAsync(plan, () => SendUpdateAsync(plan, ["provider"], change.Step, cancellation), deadline, cancellation);
                break;
            default:
                throw new InvalidOperationException($"There is no step {change.Step}.");
        }
    }

    private async Task CreateDeploymentAsync(VersionPlan plan, CancellationToken cancellation)
    {
        string name = plan.Wanted.DeploymentName;
        CreateWorkerDeploymentRequest request = new()
        {
            Namespace = connection.Namespace, DeploymentName = name, Identity = connection.Identity, RequestId = plan.RequestId(VersionStep.CreateDeployment),
        };
        try
        {
            CreateWorkerDeploymentResponse created = await connection.CallAsync(
                $"create deployment '{name}'", (service, rpc) => service.CreateWorkerDeploymentAsync(request, rpc), cancellation);
            connection.KnownRouting.Changed(name, new() { Exists = true, ConflictToken = created.ConflictToken });
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
        {
            // Another script was faster, which is as good.
        }
        catch (RpcException e)
        {
            throw e.Code == RpcException.StatusCode.ResourceExhausted
                ? TemporalErrors.LimitReached(connection.Namespace, e.Message, e)
                : TemporalErrors.CallRefused("create deployment", name, e.Message, e);
        }
    }

    private Task<CreateWorkerDeploymentVersionResponse> CreateVersionAsync(VersionPlan plan, CancellationToken cancellation)
    {
        CreateWorkerDeploymentVersionRequest request = new()
        {
            Namespace = connection.Namespace, DeploymentVersion = Version(plan.Wanted), Identity = connection.Identity,
            RequestId = plan.RequestId(VersionStep.CreateVersion), ComputeConfig = new() { ScalingGroups = { [plan.Group.Name] = plan.Group.ToMessage() } },
        };
        return connection.CallAsync(
            $"create version '{plan.Wanted.BuildId}' of '{plan.Wanted.DeploymentName}'",
            (service, rpc) => service.CreateWorkerDeploymentVersionAsync(request, rpc), cancellation, retry: false, CallTimeout);
    }

    private Task<UpdateWorkerDeploymentVersionComputeConfigResponse> SendUpdateAsync(
        VersionPlan plan, IReadOnlyList<string> mask, VersionStep step, CancellationToken cancellation)
    {
        ComputeConfigScalingGroupUpdate update = new() { ScalingGroup = plan.Group.ToMessage(), UpdateMask = new() { Paths = { mask } } };
        UpdateWorkerDeploymentVersionComputeConfigRequest request = new()
        {
            Namespace = connection.Namespace, DeploymentVersion = Version(plan.Wanted), Identity = connection.Identity, RequestId = plan.RequestId(step),
            ComputeConfigScalingGroups = { [plan.Group.Name] = update },
        };
        string what = step == VersionStep.InvokeAgain ? "invoke again for" : "update compute configuration of";
        return connection.CallAsync(
            $"{what} version '{plan.Wanted.BuildId}' of '{plan.Wanted.DeploymentName}'",
            (service, rpc) => service.UpdateWorkerDeploymentVersionComputeConfigAsync(request, rpc), cancellation, retry: false, CallTimeout);
    }

    // Waits out what may pass by itself; false where the version exists already.
    private async Task<bool> PatientlyAsync<T>(VersionPlan plan, Func<Task<T>> call, DateTimeOffset deadline, CancellationToken cancellation)
    {
        string activity = $"Registering version '{plan.Wanted.BuildId}' of '{plan.Wanted.DeploymentName}'";
        int lost = 0;
        try
        {
            while (true)
            {
                DateTimeOffset sent = _time.GetUtcNow();
                try
                {
                    await call();
                    return true;
                }
                catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
                {
                    return false;
                }
                catch (RpcException e)
                {
                    // The server's clock may be another machine's: a minute of tolerance.
                    ControllerEvidence? evidence = e.Code == RpcException.StatusCode.Internal
                        ? await ControllerHistory.EvidenceAsync(connection, plan.Wanted.DeploymentName, plan.Wanted.BuildId, sent - TimeSpan.FromMinutes(1), cancellation)
                        : null;
                    ComputeRefusal refusal = ComputeRefusal.From(e, evidence, plan.Wanted, connection.Address, connection.Namespace);
                    if (!refusal.MayPass || _time.GetUtcNow() + PropagationPause > deadline)
                    {
                        throw refusal.Error;
                    }

                    connection.Reporter.Verbose($"Trying again: {refusal.Error.Message}");
                }
                catch (StageException e) when (e.ErrorId == "TemporalConnectionLost" && ++lost < 3)
                {
                    connection.Reporter.Verbose($"Trying again: {e.Message}");
                }

                connection.Reporter.Progress(new(activity, "Waiting until Temporal can assume the invocation role and reach the function"));
                await Task.Delay(PropagationPause, _time, cancellation);
            }
        }
        finally
        {
            connection.Reporter.Progress(new(activity, "", Completed: true));
        }
    }

    private static WorkerDeploymentVersion Version(WantedVersion wanted) => new() { DeploymentName = wanted.DeploymentName, BuildId = wanted.BuildId };
}
