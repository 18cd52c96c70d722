using Temporalio.Worker.Tuning;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>Passes on another supplier's slots and counts what becomes of them. Once the tally is closed, gives out none.</summary>
internal sealed class TalliedSlotSupplier(CustomSlotSupplier inner, TaskTally tally) : CustomSlotSupplier
{
    public override async Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
    {
        var permit = await inner.ReserveSlotAsync(ctx, cancellationToken);
        if (tally.IsClosed)
        {
            // The core cancels this wait when it shuts down.
            inner.ReleaseSlot(new SlotReleaseContext(null, permit));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        tally.Reserved();
        return permit;
    }

    public override SlotPermit? TryReserveSlot(SlotReserveContext ctx)
    {
        var permit = tally.IsClosed ? null : inner.TryReserveSlot(ctx);
        if (permit is not null)
        {
            tally.Reserved();
        }

        return permit;
    }

    public override void MarkSlotUsed(SlotMarkUsedContext ctx)
    {
        tally.Began();
        inner.MarkSlotUsed(ctx);
    }

    public override void ReleaseSlot(SlotReleaseContext ctx)
    {
        if (ctx.SlotInfo is null)
        {
            tally.Returned();
        }
        else
        {
            tally.Ended();
        }

        inner.ReleaseSlot(ctx);
    }
}
