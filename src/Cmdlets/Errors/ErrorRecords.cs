using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Errors;

/// <summary>Turns failures into PowerShell's error records.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failure that came with id, category, target and recommendation.</summary>
    public static ErrorRecord From(StageException failure) =>
        new(failure, failure.ErrorId, Enum.Parse<ErrorCategory>(failure.Category.ToString()), failure.Target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Recommendation },
        };

    /// <summary>The record of a failure that nobody foresaw.</summary>
    public static ErrorRecord Unexpected(Exception failure) => From(CmdletErrors.Unexpected(failure));
}
