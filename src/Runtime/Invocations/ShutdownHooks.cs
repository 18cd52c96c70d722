using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>Runs what users registered for the end of an invocation.</summary>
internal static class ShutdownHooks
{
    /// <summary>
    /// Runs the hooks in order. Each gets an equal share of the time left, so that one that hangs takes it from no other. Never throws.
    /// </summary>
    public static async Task RunAsync(
        IReadOnlyList<Func<CancellationToken, Task>> hooks, Func<TimeSpan> left, TimeProvider time, ILogger logger)
    {
        for (var index = 0; index < hooks.Count; index++)
        {
            var share = left() / (hooks.Count - index);
            if (share <= TimeSpan.Zero)
            {
                logger.HookHadNoTime(index + 1, hooks.Count);
                continue;
            }

            using var cancellation = new CancellationTokenSource(share, time);
            try
            {
                // On another thread: a hook may block before its first await.
                var hook = hooks[index];
                await Task.Run(() => hook(cancellation.Token), CancellationToken.None).WaitAsync(share, time);
            }
            catch (TimeoutException)
            {
                logger.HookTookTooLong(index + 1, hooks.Count, share.TotalSeconds);
            }
#pragma warning disable CA1031 // A user's hook may throw anything; the invocation has done its work all the same.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.HookFailed(exception, index + 1, hooks.Count);
            }
        }
    }
}
