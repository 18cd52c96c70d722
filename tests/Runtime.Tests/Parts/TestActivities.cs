using Temporalio.Activities;

namespace TemporalLambda.Runtime.Tests.Parts;

/// <summary>Activities that end as a test wants, or not at all.</summary>
internal static class TestActivities
{
    [Activity]
    public static async Task Work(double seconds) =>
        await Task.Delay(TimeSpan.FromSeconds(seconds), ActivityExecutionContext.Current.CancellationToken);

    [Activity]
    public static async Task WorkWhateverHappens(double seconds) => await Task.Delay(TimeSpan.FromSeconds(seconds));
}
