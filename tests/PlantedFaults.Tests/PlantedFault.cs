namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>One thing that is broken in a sound deployment, and what is to be found.</summary>
/// <param name="Name">What is broken.</param>
/// <param name="Check">The one check that finds it.</param>
/// <param name="ErrorId">What it calls it.</param>
public sealed record PlantedFault(string Name, string Check, string ErrorId)
{
    /// <summary>Failed, or Warning where the worker works all the same.</summary>
    public CheckStatus Status { get; init; } = CheckStatus.Failed;

    /// <summary>Breaks it; nothing where it is the command that is given something wrong.</summary>
    public Func<SoundWorker, Task> Plant { get; init; } = _ => Task.CompletedTask;

    /// <summary>The command that looks.</summary>
    public string Test { get; init; } = SoundWorker.Test;

    /// <summary>What was recommended and no cmdlet does; before <see cref="Mend"/>.</summary>
    public Func<SoundWorker, Task> MendByHand { get; init; } = _ => Task.CompletedTask;

    /// <summary>What was recommended, as a script.</summary>
    public string Mend { get; init; } = SoundWorker.Deploy;

    /// <summary>The command that then finds nothing any more.</summary>
    public string Again { get; init; } = SoundWorker.Test + " -SkipPackage";

    /// <summary>What brings back the worker that the other faults are planted in, where mending made another one.</summary>
    public string Finally { get; init; } = "";

    /// <summary>It takes minutes of waiting, so that it is planted only where all are.</summary>
    public bool IsSlow { get; init; }
}
