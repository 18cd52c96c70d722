using TemporalLambda.Cmdlets.Pipeline;

namespace TemporalLambda.CmdletBase.Tests.Pipeline;

public class SideBySideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_run_at_once_and_what_they_give_is_handed_on_in_the_order_in_which_they_came()
    {
        int[] inputs = [.. Enumerable.Range(0, 20)];
        List<int> finished = [], released = [];
        TaskCompletionSource[] turns = [.. inputs.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        int started = 0;

        // Each waits for all to have started, and then for the one after it to be done.
        await SideBySide.RunAsync(
            inputs,
            input => $"{input}",
            async input =>
            {
                if (Interlocked.Increment(ref started) == inputs.Length)
                {
                    turns[^1].SetResult();
                }

                await turns[input].Task.WaitAsync(Token);
                finished.Add(input);
                if (input > 0)
                {
                    turns[input - 1].SetResult();
                }
            },
            released.Add,
            Token);

        Assert.Equal(inputs.Reverse(), finished);
        Assert.Equal(inputs, released);
    }

    [Fact]
    public async Task Those_about_the_same_thing_run_one_after_another()
    {
        int atOnce = 0, most = 0;

        await SideBySide.RunAsync(
            [1, 2, 3, 4, 5],
            _ => "same",
            async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref atOnce));
                await Task.Yield();
                Interlocked.Decrement(ref atOnce);
            },
            _ => { },
            Token);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_work_that_throws_ends_all_and_is_told()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SideBySide.RunAsync(
            [1, 2],
            input => $"{input}",
            input => input == 1 ? throw new InvalidOperationException() : Task.CompletedTask,
            _ => { },
            Token));
    }
}
