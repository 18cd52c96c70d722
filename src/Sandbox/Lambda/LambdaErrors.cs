using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Lambda's errors, in its words.</summary>
internal static class LambdaErrors
{
    public static AwsException InvalidParameter(string message) => new(400, "InvalidParameterValueException", message);

    /// <summary>A member of a request that breaks a constraint of the service's model.</summary>
    public static AwsException Violation(string member, string value, string constraint) => new(400, "ValidationException",
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    public static AwsException NotFound(string message) => new(404, "ResourceNotFoundException", message);

    public static AwsException NoFunction(string arn) => NotFound($"Function not found: {arn}");

    public static AwsException Conflict(string message) => new(409, "ResourceConflictException", message);

    public static AwsException NotActive(string state) =>
        Conflict($"The operation cannot be performed at this time. The function is currently in the following state: {state}");

    public static AwsException UpdateInProgress(string arn) =>
        Conflict($"The operation cannot be performed at this time. An update is in progress for resource: {arn}");

    public static AwsException OtherRevision() => new(412, "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

    public static AwsException TooLarge(string message) => new(413, "RequestTooLargeException", message);
}
