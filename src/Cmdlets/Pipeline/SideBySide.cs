namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>Works on many inputs at once and hands on what they give in the order in which they came.</summary>
internal static class SideBySide
{
    private const int AtOnce = 25;

    /// <summary>Runs the work for every input.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="key">What an input is about: those about the same run one after another.</param>
    /// <param name="work">The work for one input; it keeps its own failures to itself, so that the others go on.</param>
    /// <param name="release">Called for each input that is done once all before it are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync<T>(
        IReadOnlyList<T> inputs, Func<T, string> key, Func<T, Task> work, Action<T> release, CancellationToken cancellationToken)
    {
        TaskCompletionSource[] done = [.. inputs.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        Task working = Parallel.ForEachAsync(
            inputs.Select((input, index) => (input, index)).GroupBy(entry => key(entry.input), StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (sameThing, _) =>
            {
                foreach ((T input, int index) in sameThing)
                {
                    await work(input);
                    done[index].SetResult();
                }
            });
        for (int index = 0; index < inputs.Count; index++)
        {
            await Task.WhenAny(done[index].Task, working);
            if (!done[index].Task.IsCompleted)
            {
                break;
            }

            release(inputs[index]);
        }

        await working;
    }
}
