using TemporalLambda.Cmdlets.Connection;

namespace TemporalLambda.CmdletBase.Tests.Connection;

public class SessionCacheTests
{
    private int _opened;

    [Fact]
    public async Task Equal_options_share_one_connection()
    {
        SessionCache<string, object> cache = Cache();
        Assert.Same(await cache.GetAsync("a", default), await cache.GetAsync("a", default));
        Assert.NotSame(await cache.GetAsync("a", default), await cache.GetAsync("b", default));
        Assert.Equal(2, _opened);
    }

    [Fact]
    public async Task A_changed_variable_is_another_connection()
    {
        SessionCache<string, object> cache = Cache();
        object before = await cache.GetAsync("a", default);
        Environment.SetEnvironmentVariable("TLTEST_ADDRESS", "elsewhere");
        Assert.NotSame(before, await cache.GetAsync("a", default));
        Environment.SetEnvironmentVariable("TLTEST_ADDRESS", null);
        Assert.Same(before, await cache.GetAsync("a", default));
    }

    [Fact]
    public async Task A_connection_that_could_not_be_opened_is_tried_again()
    {
        int attempts = 0;
        SessionCache<string, object> cache = new("TLTEST_", (_, _) => ++attempts == 1 ? throw new IOException("down") : Task.FromResult(new object()));
        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync("a", default));
        Assert.NotNull(await cache.GetAsync("a", default));
    }

    [Fact]
    public async Task A_stopped_cmdlet_does_not_spoil_the_connection_for_others()
    {
        using var stop = new CancellationTokenSource();
        var opening = new TaskCompletionSource();
        int attempts = 0;
        SessionCache<string, object> cache = new("TLTEST_", async (_, token) =>
        {
            if (++attempts == 1)
            {
                opening.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            }

            return new object();
        });
        Task<object> first = cache.GetAsync("a", stop.Token);
        await opening.Task;
        Task<object> second = cache.GetAsync("a", default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await second);
    }

    private SessionCache<string, object> Cache() => new("TLTEST_", (_, _) =>
    {
        _opened++;
        return Task.FromResult(new object());
    });
}
