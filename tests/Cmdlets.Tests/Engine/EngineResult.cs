using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Tests.Engine;

/// <summary>What a script wrote, stream by stream.</summary>
public sealed class EngineResult
{
    internal EngineResult(PowerShell shell, IReadOnlyList<PSObject> output, ErrorRecord? terminating, IReadOnlyList<string> hostLines)
    {
        Output = output;
        Terminating = terminating;
        Errors = terminating is null ? [.. shell.Streams.Error] : [.. shell.Streams.Error, terminating];
        Verbose = [.. shell.Streams.Verbose.Select(v => v.Message)];
        Warnings = [.. shell.Streams.Warning.Select(w => w.Message)];
        Information = [.. shell.Streams.Information.Select(i => i.ToString())];
        Progress = [.. shell.Streams.Progress];
        HostLines = hostLines;
    }

    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>All errors; the one that ended the script is the last.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    public ErrorRecord? Terminating { get; }

    public IReadOnlyList<string> Verbose { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<string> Information { get; }

    public IReadOnlyList<ProgressRecord> Progress { get; }

    public IReadOnlyList<string> HostLines { get; }

    /// <summary>Everything that any stream holds, for the search for secrets.</summary>
    public string AllText => string.Join(
        '\n',
        [
            .. Output.Select(o => o?.ToString()), .. Errors.Select(e => e + e.Exception.ToString()), .. Verbose, .. Warnings, .. Information,
            .. Progress.Select(p => p.Activity + p.StatusDescription), .. HostLines,
        ]);

    public EngineResult AssertNoErrors()
    {
        Assert.True(Errors.Count == 0, string.Join('\n', Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e} {e.ErrorDetails?.RecommendedAction}\n{e.Exception}")));
        return this;
    }

    /// <summary>The only error, which must have this id, a real category and a recommendation.</summary>
    public ErrorRecord AssertError(string errorId)
    {
        ErrorRecord error = Assert.Single(Errors);
        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails?.RecommendedAction));
        return error;
    }

    /// <summary>A property of the only output object.</summary>
    public object? Single(string property) => Assert.Single(Output).Properties[property]?.Value;
}
