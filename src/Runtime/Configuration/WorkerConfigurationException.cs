namespace TemporalLambda.Runtime;

/// <summary>The worker cannot start as it is configured. The message names the setting and where it comes from.</summary>
public sealed class WorkerConfigurationException : Exception
{
    /// <summary>Makes the error with its message.</summary>
    public WorkerConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its message and what caused it.</summary>
    public WorkerConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
