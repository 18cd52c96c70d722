namespace TemporalLambda.Runtime;

/// <summary>Temporal could not be reached, or refused the connection. The message names the address.</summary>
public sealed class TemporalConnectionException : Exception
{
    /// <summary>Makes the error with its message.</summary>
    public TemporalConnectionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its message and what caused it.</summary>
    public TemporalConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
