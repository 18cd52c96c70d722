namespace TemporalLambda.Sandbox.Processes;

/// <summary>How a process ended: by itself with a code, or by a signal.</summary>
/// <param name="Code">The exit code; 0 where a signal ended it.</param>
/// <param name="Signal">The signal's number, or 0.</param>
internal readonly record struct ExitStatus(int Code, int Signal)
{
    /// <summary>From the status word of waitpid.</summary>
    internal static ExitStatus FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new ExitStatus((status >> 8) & 0xff, 0) : new ExitStatus(0, status & 0x7f);

    /// <summary>In the words of Lambda's messages, for instance <c>exit status 1</c> or <c>signal: killed</c>.</summary>
    public override string ToString() => Signal switch
    {
        0 => $"exit status {Code}",
        2 => "signal: interrupt",
        4 => "signal: illegal instruction",
        6 => "signal: aborted",
        7 => "signal: bus error",
        8 => "signal: floating point exception",
        9 => "signal: killed",
        11 => "signal: segmentation fault",
        13 => "signal: broken pipe",
        15 => "signal: terminated",
        _ => $"signal: signal {Signal}",
    };
}
