namespace TemporalLambda.Aws;

/// <content>The failures of a worker's API key.</content>
public static partial class AwsErrors
{
    /// <summary>An empty key.</summary>
    public static StageException ApiKeyEmpty() => new(
        "ApiKeyEmpty",
        FaultCategory.InvalidArgument,
        "The worker's API key is empty.",
        "Check where -WorkerApiKey comes from.",
        "WorkerApiKey");

    /// <summary>Something about a key that was not given.</summary>
    public static StageException ApiKeyMissing(string parameter) => new(
        "ApiKeyMissing",
        FaultCategory.InvalidArgument,
        $"-{parameter} is about the worker's API key, and none was given.",
        "Give -WorkerApiKey as well.",
        parameter);

    /// <summary>The key comes twice.</summary>
    public static StageException ApiKeyTwice(string variable) => new(
        "ApiKeyTwice",
        FaultCategory.InvalidArgument,
        $"The variable {variable} comes from the worker's API key and can not be given by -Environment as well.",
        "Give one of them.",
        variable);

    /// <summary>A parameter that is to be used is not there.</summary>
    public static StageException ParameterNotFound(string name) => new(
        "ParameterNotFound",
        FaultCategory.ObjectNotFound,
        $"The parameter '{name}' does not exist.",
        "Check -ParameterName and the region, or give -WorkerApiKey, which is then stored in it.",
        name);
}
