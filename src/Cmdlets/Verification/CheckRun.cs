using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>Runs checks side by side, each as soon as those before it are over, and gives the results in the order of the list.</summary>
internal static class CheckRun
{
    /// <param name="checks">In the order of the chain; a check depends only on earlier ones.</param>
    /// <param name="cancellationToken">Ends all. So does whoever wants no more results.</param>
    public static async IAsyncEnumerable<CheckResult> RunAsync(IReadOnlyList<Check> checks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Dictionary<string, Task<Outcome>> running = [];
        try
        {
            foreach (Check check in checks)
            {
                running[check.Name] = RunAsync(check, Of(check.Needs), Of(check.After), stop.Token);
            }

            foreach (Check check in checks)
            {
                yield return (await running[check.Name]).Result;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        Task<Outcome>[] Of(IEnumerable<string> names) => [.. names.Where(running.ContainsKey).Select(name => running[name])];
    }

    private static async Task<Outcome> RunAsync(Check check, Task<Outcome>[] needs, Task<Outcome>[] after, CancellationToken cancellationToken)
    {
        Outcome? missing = (await Task.WhenAll(needs)).FirstOrDefault(ground => ground.Result.Status is CheckStatus.Failed or CheckStatus.Skipped);
        Outcome? broken = (await Task.WhenAll(after)).Append(missing).FirstOrDefault(ground => ground?.Cause is not null);
        if (missing is not null || broken is not null)
        {
            string? cause = broken?.Cause;
            string name = cause ?? missing!.Result.Name;
            Finding skipped = Finding.Skipped(cause is null
                ? $"It depends on the check {name}, which could not be made."
                : $"It depends on the check {name}, which failed.");
            return new(Result(skipped, TimeSpan.Zero), cause);
        }

        var clock = Stopwatch.StartNew();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(check.Limit);
        CheckResult result;
        try
        {
            result = Result(await check.RunAsync(bounded.Token), clock.Elapsed);
        }
        catch (StageException e)
        {
            result = Result(Finding.From(e), clock.Elapsed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = Result(
                Finding.Failed("CheckTimedOut", $"There was no answer within {check.Limit.TotalSeconds:0} s.", "Try again, and look at the network between here and the service."),
                clock.Elapsed);
        }

        return new(result, result.Status == CheckStatus.Failed ? check.Name : null);

        CheckResult Result(Finding finding, TimeSpan duration) =>
            new(check.Name, finding.Status, finding.Detail, finding.Recommendation, duration, finding.ErrorId) { Hops = finding.Hops };
    }

    /// <summary>A result, and the check whose failure is at its root.</summary>
    private sealed record Outcome(CheckResult Result, string? Cause);
}
