using System.Collections.ObjectModel;
using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Pipeline;

/// <summary>A user's script block that says whether something may go on. It runs on the pipeline's thread, where PowerShell code belongs.</summary>
internal static class ScriptGate
{
    /// <summary>Null where the last thing that it returned is true, else why it may not go on.</summary>
    public static Task<string?> AskAsync(ScriptBlock gate, object record, PipelinePump pipeline, CancellationToken cancellationToken) =>
        pipeline.AskAsync(_ => Ask(gate, record), cancellationToken);

    // An error that the script goes on after must not let it say yes.
    private static List<PSVariable> Variables(object record) => [new("_", record), new("ErrorActionPreference", ActionPreference.Stop)];

    private static string? Ask(ScriptBlock gate, object record)
    {
        try
        {
            Collection<PSObject> output = gate.InvokeWithContext(null, Variables(record), record);
            return output.Count == 0 ? "it returned nothing, and only what is true lets it go on"
                : LanguagePrimitives.IsTrue(output[^1]) ? null : $"it returned {output[^1]?.ToString() ?? "$null"}";
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return e.Message;
        }
    }
}
