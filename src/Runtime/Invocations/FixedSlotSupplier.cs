using Temporalio.Worker.Tuning;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>A fixed number of slots of one kind.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose of, and the core ends its use, not we.
internal sealed class FixedSlotSupplier : CustomSlotSupplier
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim all;
    private readonly SemaphoreSlim sticky;

    public FixedSlotSupplier(int count)
    {
        all = new SemaphoreSlim(count);
        // The core balances sticky and normal polls itself only for its own suppliers. Without one slot that sticky polls cannot
        // take, they could take all, and no new workflow would be polled for.
        sticky = new SemaphoreSlim(Math.Max(1, count - 1));
    }

    public override async Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
    {
        if (!ctx.IsSticky)
        {
            await all.WaitAsync(cancellationToken);
            return new Permit(false);
        }

        await sticky.WaitAsync(cancellationToken);
        try
        {
            await all.WaitAsync(cancellationToken);
        }
        catch
        {
            sticky.Release();
            throw;
        }

        return new Permit(true);
    }

    public override SlotPermit? TryReserveSlot(SlotReserveContext ctx) => all.Wait(0) ? new Permit(false) : null;

    public override void MarkSlotUsed(SlotMarkUsedContext ctx)
    {
    }

    public override void ReleaseSlot(SlotReleaseContext ctx)
    {
        all.Release();
        if (ctx.Permit is Permit { IsSticky: true })
        {
            sticky.Release();
        }
    }

    private sealed class Permit(bool isSticky) : SlotPermit
    {
        public bool IsSticky { get; } = isSticky;
    }
}
