using System.Globalization;

namespace TemporalLambda.Temporal;

/// <summary>One bar for a whole rollout: the steps that are done, and how far the pause before the next one is.</summary>
internal sealed class RolloutProgress(RolloutPlan plan, IStageReporter reporter)
{
    private readonly string _activity = $"Rolling out {RoutingPlan.Named(plan.BuildId)} of '{plan.Wanted.Routing.DeploymentName}'";
    private readonly double _total = plan.Wanted.Steps.Count;
    private RolloutStep? _next;
    private int _begun;
    private double _share;

    public void Begin(RolloutStep next)
    {
        _next = next;
        _share = 0;
        _begun++;
    }

    /// <summary>What is going on before the next step.</summary>
    /// <param name="doing">In words.</param>
    /// <param name="share">How much of the step before is over, 0 to 1; null for as much as was told before.</param>
    public void Tell(string doing, double? share = null)
    {
        _share = share ?? _share;

        // Steps that an earlier run did are done as well.
        double done = _total - plan.Steps.Count + _begun - 1 + _share;
        reporter.Progress(new(
            _activity, string.Create(CultureInfo.InvariantCulture, $"Next: {_next?.Percentage:0.###} %. {doing}"), (int)Math.Clamp(done / _total * 100, 0, 99)));
    }

    public void End() => reporter.Progress(new(_activity, "", Completed: true));
}
