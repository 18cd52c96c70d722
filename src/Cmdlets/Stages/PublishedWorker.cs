namespace TemporalLambda;

/// <summary>A worker in a Lambda function: what Publish-TemporalLambdaWorker emits.</summary>
public class PublishedWorker : PackagedWorker
{
    /// <summary>The function's timeout in seconds.</summary>
    public int? Timeout { get; set; }

    /// <summary>The function's memory in MB.</summary>
    public int? MemorySize { get; set; }

    /// <summary>ARN of the function, without a version.</summary>
    public string? FunctionArn { get; set; }

    /// <summary>The published version's number, or <c>$LATEST</c>.</summary>
    public string? FunctionVersion { get; set; }

    /// <summary>ARN of the function with the version: what a Temporal version is pointed at.</summary>
    public string? QualifiedArn { get; set; }

    /// <summary>The role that the function runs as.</summary>
    public string? ExecutionRoleArn { get; set; }
}
