namespace TemporalLambda.Temporal;

/// <summary>The settings of the server's <c>no-sync</c> scaler, the one for AWS Lambda. A null setting is left as the server has it.</summary>
public sealed record ScalerSettings
{
    /// <summary>The longest that one invocation lives, the function's timeout; default: 600 s.</summary>
    public TimeSpan? MaximumWorkerLifetime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The shortest time between two invocations; the server's default: 100 ms.</summary>
    public TimeSpan? ScaleUpCooloff { get; init; }

    /// <summary>The backlog above which the function is invoked; the server's default: 0.</summary>
    public int? ScaleUpBacklogThreshold { get; init; }

    /// <summary>The dispatch rate, tasks a second, that counts as none; the server's default: 0.</summary>
    public double? ScaleUpDispatchRateEpsilon { get; init; }

    /// <summary>How often the server looks at the backlog: 10 s at least, and not below the cool-off; the server's default: 60 s.</summary>
    public TimeSpan? MetricsPollInterval { get; init; }

    /// <summary>The settings that are given, under the server's keys.</summary>
    internal IReadOnlyDictionary<string, double> Given()
    {
        SortedDictionary<string, double> given = new(StringComparer.Ordinal);
        Add("max_worker_lifetime_ms", MaximumWorkerLifetime?.TotalMilliseconds);
        Add("scale_up_cooloff_ms", ScaleUpCooloff?.TotalMilliseconds);
        Add("scale_up_backlog_threshold", ScaleUpBacklogThreshold);
        Add("scale_up_dispatch_rate_epsilon", ScaleUpDispatchRateEpsilon);
        Add("metrics_poll_interval_ms", MetricsPollInterval?.TotalMilliseconds);
        return given;

        void Add(string key, double? value)
        {
            if (value is { } present)
            {
                given[key] = present;
            }
        }
    }

    /// <exception cref="StageException">A setting that the server would refuse.</exception>
    internal void Check()
    {
        foreach ((string key, double value) in Given())
        {
            if (value < 0 || (key == "max_worker_lifetime_ms" && value <= 0))
            {
                throw TemporalErrors.ScalerSettingInvalid(key, value, "it must be above zero");
            }
        }

        if (MetricsPollInterval is { } interval && (interval < TimeSpan.FromSeconds(10) || interval < (ScaleUpCooloff ?? TimeSpan.Zero)))
        {
            throw TemporalErrors.ScalerSettingInvalid(
                "metrics_poll_interval_ms", interval.TotalMilliseconds, "it must be 10000 at least, and not below scale_up_cooloff_ms");
        }
    }
}
