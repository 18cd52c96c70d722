using Temporalio.Worker.Tuning;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>Passes on another supplier's slots and counts what becomes of them. Gives out none to polls but while the tally is open.</summary>
/// <param name="inner">Whose slots they are.</param>
/// <param name="tally">Where they are counted.</param>
/// <param name="isPolledFor">False for local activities: their slot is held ahead without any poll.</param>
internal sealed class TalliedSlotSupplier(CustomSlotSupplier inner, TaskTally tally, bool isPolledFor) : CustomSlotSupplier
{
    public override async Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
    {
        if (isPolledFor)
        {
            await tally.Opened.WaitAsync(cancellationToken);
        }

        var permit = await inner.ReserveSlotAsync(ctx, cancellationToken);
        if (!MayReserve())
        {
            // The core cancels this wait when it shuts down.
            inner.ReleaseSlot(new SlotReleaseContext(null, permit));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return permit;
    }

    public override SlotPermit? TryReserveSlot(SlotReserveContext ctx)
    {
        var permit = inner.TryReserveSlot(ctx);
        if (permit is not null && !MayReserve())
        {
            inner.ReleaseSlot(new SlotReleaseContext(null, permit));
            return null;
        }

        return permit;
    }

    public override void MarkSlotUsed(SlotMarkUsedContext ctx)
    {
        tally.Began(isPolledFor);
        inner.MarkSlotUsed(ctx);
    }

    public override void ReleaseSlot(SlotReleaseContext ctx)
    {
        if (ctx.SlotInfo is not null)
        {
            tally.Ended();
        }
        else if (isPolledFor)
        {
            tally.Returned();
        }

        inner.ReleaseSlot(ctx);
    }

    private bool MayReserve() => !isPolledFor || tally.TryReserve();
}
