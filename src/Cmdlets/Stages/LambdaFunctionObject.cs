using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Stages;

/// <summary>
/// A Lambda function as AWS.Tools emits it: Get-LMFunctionConfiguration's output, or Get-LMFunction's, which has the same under
/// Configuration. It is read by its properties' names alone: its types are of another AWSSDK than ours.
/// </summary>
internal static class LambdaFunctionObject
{
    /// <summary>The object with this module's property names, or null where it is no such function.</summary>
    public static PSObject? Read(PSObject input)
    {
        PSObject function = Value(input, "Configuration") is { } nested && Value(nested, "FunctionArn") is not null ? PSObject.AsPSObject(nested) : input;
        if (Text(function, "FunctionArn") is not { } arn || Value(function, "CodeSha256") is null)
        {
            return null;
        }

        string? version = Text(function, "Version");
        PSObject record = new();
        Add("FunctionName", Text(function, "FunctionName"));
        Add("FunctionArn", arn);
        Add("FunctionVersion", version);
        Add("QualifiedArn", long.TryParse(version, CultureInfo.InvariantCulture, out _) ? Qualified(arn, version!) : null);
        Add("ExecutionRoleArn", Text(function, "Role"));
        Add("Runtime", Text(function, "Runtime"));
        Add("Handler", Text(function, "Handler"));
        Add("Architecture", (Value(function, "Architectures") as IEnumerable)?.Cast<object>().FirstOrDefault()?.ToString());
        Add("Timeout", Value(function, "Timeout"));
        Add("MemorySize", Value(function, "MemorySize"));
        Add("PackageSha256", Text(function, "CodeSha256"));

        // The function's own environment says which worker it is.
        IDictionary? variables = Value(function, "Environment") is { } environment ? Value(environment, "Variables") as IDictionary : null;
        Add("DeploymentName", variables?["TEMPORAL_LAMBDA_DEPLOYMENT_NAME"]);
        Add("BuildId", variables?["TEMPORAL_LAMBDA_BUILD_ID"]);
        Add("TaskQueue", variables?["TEMPORAL_TASK_QUEUE"]);
        return record;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                record.Properties.Add(new PSNoteProperty(name, value));
            }
        }
    }

    /// <summary>The log group that such a function was told to write to, or null.</summary>
    public static string? LogGroupOf(PSObject? input) =>
        input is not null && (Value(input, "Configuration") ?? input) is { } function && Value(function, "LoggingConfig") is { } logging
            ? Text(logging, "LogGroup")
            : null;

    private static string Qualified(string arn, string version) =>
        arn.EndsWith(":" + version, StringComparison.Ordinal) ? arn : $"{arn}:{version}";

    private static string? Text(object target, string property) => Value(target, property)?.ToString() is { Length: > 0 } text ? text : null;

    private static object? Value(object target, string property) =>
        PSObject.AsPSObject(target).Properties[property]?.Value is { } value ? value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value : null;
}
