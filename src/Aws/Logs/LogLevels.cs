namespace TemporalLambda.Aws.Logs;

/// <summary>The names that loggers give to levels, as Lambda's JSON format has them.</summary>
internal static class LogLevels
{
    /// <summary>One of TRACE, DEBUG, INFO, WARN, ERROR and FATAL, or null for what is none. Numbers are those of bunyan and pino.</summary>
    public static string? Normalize(string? level) => level?.ToUpperInvariant() switch
    {
        "TRACE" or "TRCE" or "VERBOSE" or "10" => "TRACE",
        "DEBUG" or "DBUG" or "20" => "DEBUG",
        "INFO" or "INFORMATION" or "NOTICE" or "30" => "INFO",
        "WARN" or "WARNING" or "40" => "WARN",
        "ERROR" or "ERR" or "FAIL" or "50" => "ERROR",
        "FATAL" or "CRITICAL" or "CRIT" or "PANIC" or "DPANIC" or "ALERT" or "EMERGENCY" or "60" => "FATAL",
        _ => null,
    };
}
