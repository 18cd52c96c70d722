namespace TemporalLambda;

/// <summary>A version that gets work: what Set-CurrentTemporalVersion emits.</summary>
public class RoutedWorker : RegisteredWorker
{
    /// <summary>Whether new workflows go to this version.</summary>
    public bool IsCurrent { get; set; }

    /// <summary>The share of new workflows that goes to this version, 0 to 100, while it ramps.</summary>
    public double? RampPercentage { get; set; }

    /// <summary>The build id that was current before.</summary>
    public string? PreviousBuildId { get; set; }
}
