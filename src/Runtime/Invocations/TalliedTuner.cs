using Temporalio.Worker;
using Temporalio.Worker.Tuning;

namespace TemporalLambda.Runtime.Invocations;

/// <summary>Makes a worker's slots countable.</summary>
internal static class TalliedTuner
{
    private const int DefaultSlots = 100;

    /// <summary>
    /// Puts a counting tuner in the place of the worker's numbers of slots, or around its own tuner.
    /// </summary>
    /// <returns>False if the worker has a tuner whose slots only the core sees (a resource-based one): then nothing is changed.</returns>
    public static bool Apply(TemporalWorkerOptions options, TaskTally tally)
    {
        var own = options.Tuner;
        var workflow = Countable(own?.WorkflowTaskSlotSupplier, options.MaxConcurrentWorkflowTasks);
        var activity = Countable(own?.ActivityTaskSlotSupplier, options.MaxConcurrentActivities);
        var local = Countable(own?.LocalActivitySlotSupplier, options.MaxConcurrentLocalActivities);
        var nexus = Countable(own?.NexusTaskSlotSupplier, options.MaxConcurrentNexusTasks);

        // The two ways to size a worker exclude each other, and the numbers may be no more than the defaults for Lambda.
        options.MaxConcurrentWorkflowTasks = null;
        options.MaxConcurrentActivities = null;
        options.MaxConcurrentLocalActivities = null;
        options.MaxConcurrentNexusTasks = null;
        if (workflow is null || activity is null || local is null || nexus is null)
        {
            return false;
        }

        options.Tuner = new WorkerTuner(
            new TalliedSlotSupplier(workflow, tally, isPolledFor: true),
            new TalliedSlotSupplier(activity, tally, isPolledFor: true),
            new TalliedSlotSupplier(local, tally, isPolledFor: false),
            new TalliedSlotSupplier(nexus, tally, isPolledFor: true));
        return true;
    }

    private static CustomSlotSupplier? Countable(SlotSupplier? own, int? slots) => own switch
    {
        null => new FixedSlotSupplier(slots ?? DefaultSlots),
        FixedSizeSlotSupplier fixedSize => new FixedSlotSupplier(fixedSize.SlotCount),
        CustomSlotSupplier custom => custom,
        _ => null,
    };
}
