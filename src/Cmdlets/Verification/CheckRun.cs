using System.Diagnostics;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>Runs checks side by side, each as soon as those it needs are over, and gives the results in the order of the list.</summary>
internal static class CheckRun
{
    /// <param name="checks">In the order of the chain; a check needs only earlier ones.</param>
    /// <param name="limit">How long one check may take.</param>
    /// <param name="cancellationToken">Ends all.</param>
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        IReadOnlyList<Check> checks,
        TimeSpan limit,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, Task<CheckResult>> running = [];
        foreach (Check check in checks)
        {
            Task<CheckResult>[] needs = [.. check.Needs.Where(running.ContainsKey).Select(n => running[n])];
            running[check.Name] = RunAsync(check, needs, limit, cancellationToken);
        }

        foreach (Check check in checks)
        {
            yield return await running[check.Name];
        }
    }

    private static async Task<CheckResult> RunAsync(Check check, Task<CheckResult>[] needs, TimeSpan limit, CancellationToken cancellationToken)
    {
        CheckResult[] grounds = await Task.WhenAll(needs);
        if (grounds.FirstOrDefault(g => g.Status is CheckStatus.Failed or CheckStatus.Skipped) is { } missing)
        {
            return Result(Finding.Skipped($"It depends on the check {missing.Name}, which did not pass."), TimeSpan.Zero);
        }

        var clock = Stopwatch.StartNew();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(limit);
        try
        {
            return Result(await check.RunAsync(bounded.Token), clock.Elapsed);
        }
        catch (StageException e)
        {
            return Result(Finding.From(e), clock.Elapsed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(
                Finding.Failed("CheckTimedOut", $"There was no answer within {limit.TotalSeconds:0} s.", "Try again, and look at the network between here and the service."),
                clock.Elapsed);
        }

        CheckResult Result(Finding finding, TimeSpan duration) =>
            new(check.Name, finding.Status, finding.Detail, finding.Recommendation, duration, finding.ErrorId);
    }
}
