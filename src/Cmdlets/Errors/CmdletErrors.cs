namespace TemporalLambda.Cmdlets.Errors;

/// <summary>The failures that the cmdlets themselves find; those of a stage are in its library's catalog.</summary>
public static class CmdletErrors
{
    /// <summary>A stage needs a value that neither the record nor the command line has.</summary>
    /// <param name="parameter">The parameter, which is also the record's property.</param>
    /// <param name="command">The cmdlet that needs it.</param>
    /// <param name="source">The cmdlet whose record carries it.</param>
    public static StageException MissingProperty(string parameter, string command, string source) => new(
        "MissingProperty",
        FaultCategory.InvalidArgument,
        $"{command} needs {parameter}, and neither the piped object nor the command line has one.",
        $"Pipe the record of {source} into {command}, or give -{parameter}.",
        parameter);

    /// <summary>Something that no catalog foresaw.</summary>
    public static StageException Unexpected(Exception? failure) => new(
        "UnexpectedFailure",
        FaultCategory.NotSpecified,
        $"An unexpected {failure?.GetType().Name ?? "failure"} ended the command: {(failure?.Message ?? "no message").TrimEnd('.')}.",
        "Run the command again with -Verbose, and report it with that output if it stays.",
        inner: failure);
}
