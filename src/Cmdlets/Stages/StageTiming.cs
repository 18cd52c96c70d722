namespace TemporalLambda;

/// <summary>What one stage of the pipeline took.</summary>
/// <param name="Stage">The cmdlet's name.</param>
/// <param name="Duration">From the record's arrival to its departure.</param>
/// <param name="Changes">How many things it changed in AWS and Temporal; 0 where all was as wanted.</param>
public sealed record StageTiming(string Stage, TimeSpan Duration, int Changes);
