using System.Management.Automation;
using TemporalLambda.Aws;

namespace TemporalLambda.Cmdlets.Stages;

/// <summary>Which function is meant: by name or ARN, by a stage record, by an object of AWS.Tools, or by a string alone.</summary>
internal static class FunctionInput
{
    /// <summary>The function's name, or null where nothing names one.</summary>
    /// <param name="given">The parameter.</param>
    /// <param name="input">The piped object.</param>
    /// <exception cref="StageException">An ARN of something else, or a name that no function can have.</exception>
    public static string? NameOf(string? given, PSObject? input)
    {
        string? found = given is { Length: > 0 } ? given
            : input?.BaseObject as string ?? StageRecord.CarryOn<PublishedWorker>(input) switch
            {
                { FunctionName: { Length: > 0 } name } => name,
                { FunctionArn: { Length: > 0 } arn } => arn,
                _ => null,
            };
        if (found is null)
        {
            return null;
        }

        string function = found.StartsWith("arn:", StringComparison.Ordinal) ? FunctionArn.Parse(found).Name : found;
        FunctionArn.CheckName(function);
        return function;
    }
}
