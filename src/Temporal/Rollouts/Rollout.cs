using System.Globalization;

namespace TemporalLambda.Temporal;

/// <summary>
/// Gives a version its traffic step by step, with a pause and gates between the steps. All that there is to remember is the ramp that the
/// server has: a run that ended anywhere is gone on with by the next. Each step is sent with the conflict token of what it was planned on,
/// so that of two rollouts at once one goes on and the other is told.
/// </summary>
/// <param name="connection">The namespace.</param>
/// <param name="time">The clock; default: the system's.</param>
public sealed class Rollout(TemporalConnection connection, TimeProvider? time = null)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly string _signature = $"rollout-{Guid.NewGuid():N}"[..16];
    private readonly Routing _routing = new(connection, time);

    /// <summary>Reads the routing and plans what is left. Changes nothing.</summary>
    /// <exception cref="StageException">A name, step or pause that can not be, or a version that does not exist.</exception>
    public async Task<RolloutPlan> PlanAsync(WantedRollout wanted, CancellationToken cancellation)
    {
        wanted.Check();
        wanted = wanted with { Routing = wanted.Routing with { Identity = connection.Identity, Signature = _signature } };
        return RolloutPlan.For(wanted, await ReadAsync(wanted.Routing, cancellation), _time.GetUtcNow());
    }

    /// <summary>Does what is left, and reads each step back.</summary>
    /// <exception cref="StageException">
    /// A gate said no, somebody else routes the deployment, or the server refuses a step. What was reached stays, unless a gate's failure
    /// was to roll it back.
    /// </exception>
    public async Task<RoutingResult> ApplyAsync(RolloutPlan plan, CancellationToken cancellation)
    {
        RolloutProgress progress = new(plan, connection.Reporter);
        RoutingState state = plan.Found;
        try
        {
            foreach (RolloutStep step in plan.Steps)
            {
                progress.Begin(step);
                await PauseAsync(step, progress, cancellation);
                await PassGatesAsync(plan, step, state, progress, cancellation);
                progress.Tell("Routing");
                RoutingState before = step.IsImmediate ? state : await ReadUnchangedAsync(plan, state, cancellation);
                state = await RouteAsync(plan, RoutingPlan.For(step.Wanted, before), cancellation);
                connection.Reporter.Information(string.Create(CultureInfo.InvariantCulture, $"{step.Changes[^1].Sentence.TrimEnd('.')}: done."));
            }
        }
        finally
        {
            progress.End();
        }

        return RoutingResult.From(plan.BuildId, state, plan.Changes);
    }

    private async Task PauseAsync(RolloutStep step, RolloutProgress progress, CancellationToken cancellation)
    {
        DateTimeOffset until = _time.GetUtcNow() + step.Pause;
        while (until - _time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            progress.Tell(string.Create(CultureInfo.InvariantCulture, $"{left:hh\\:mm\\:ss} left of the pause"), 1 - (left / step.Pause));
            await Task.Delay(left < Tick ? left : Tick, _time, cancellation);
        }
    }

    private async Task PassGatesAsync(RolloutPlan plan, RolloutStep step, RoutingState state, RolloutProgress progress, CancellationToken cancellation)
    {
        WantedRollout wanted = plan.Wanted;
        string? reason = null;
        if (wanted.GateWorkflow is { } workflow)
        {
            progress.Tell($"Workflow {workflow.Type} runs as the gate");
            reason = await workflow.RunAsync(connection, wanted.Routing.DeploymentName, plan.BuildId!, step.Percentage, cancellation);
        }

        RoutingResult reached = RoutingResult.From(plan.BuildId, state, plan.Changes);
        if (reason is null && wanted.Gate is { } gate && reached.RampPercentage is not null)
        {
            progress.Tell("The gate is asked");
            reason = await gate(reached, cancellation);
        }

        if (reason is null)
        {
            return;
        }

        bool back = wanted.OnGateFailure == GateFailureAction.Rollback && reached.RampPercentage is not null;
        if (back)
        {
            connection.Reporter.Warning($"The gate says no, so that the ramp is ended: {reason}");
            RoutingState before = await ReadUnchangedAsync(plan, state, cancellation);
            await RouteAsync(plan, RoutingPlan.For(wanted.Routing with { BuildId = null, Unversioned = false, Rollback = true }, before), cancellation);
        }

        throw TemporalErrors.RolloutGateFailed(wanted.Routing.DeploymentName, plan.BuildId, step.Percentage, reason, back ? 0 : reached.RampPercentage ?? 0);
    }

    // A pause and a gate are long enough for anybody to route otherwise.
    private async Task<RoutingState> ReadUnchangedAsync(RolloutPlan plan, RoutingState expected, CancellationToken cancellation)
    {
        RoutingState now = await ReadAsync(plan.Wanted.Routing, cancellation);
        return now.Route == expected.Route
            ? now : throw TemporalErrors.RolloutOvertaken(plan.Wanted.Routing.DeploymentName, plan.BuildId, now.Described, null);
    }

    private async Task<RoutingState> RouteAsync(RolloutPlan plan, RoutingPlan step, CancellationToken cancellation)
    {
        try
        {
            return await _routing.DoAsync(step, cancellation);
        }
        catch (StageException e) when (e.ErrorId == TemporalErrors.RoutingConflict("", null).ErrorId)
        {
            string deployment = plan.Wanted.Routing.DeploymentName;
            RoutingState now = await RoutingState.ReadAsync(connection, deployment, null, cancellation);
            throw TemporalErrors.RolloutOvertaken(deployment, plan.BuildId, now.Described, e);
        }
    }

    // What this connection has just changed is known; the conflict token tells where it does not hold any more.
    private async Task<RoutingState> ReadAsync(WantedRouting wanted, CancellationToken cancellation) =>
        await RoutingState.RecallAsync(connection, wanted.DeploymentName, wanted.BuildId, cancellation)
        ?? await RoutingState.ReadAsync(connection, wanted.DeploymentName, wanted.BuildId, cancellation);
}
