namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Which runtimes a function may be created with (November 2026).</summary>
internal static class RuntimeNames
{
    private static readonly string[] Supported =
    [
        "nodejs20.x", "nodejs22.x", "nodejs24.x", "java8.al2", "java11", "java17", "java21", "java25", "python3.10", "python3.11",
        "python3.12", "python3.13", "python3.14", "dotnet8", "dotnet10", "ruby3.3", "ruby3.4", "ruby4.0", "provided.al2", "provided.al2023",
    ];

    private static readonly string[] Ended =
    [
        "nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "java8",
        "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1",
        "dotnet6", "go1.x", "ruby2.5", "ruby2.7", "ruby3.2", "provided",
    ];

    /// <summary>The name, if it is one that can be used.</summary>
    public static string Check(string runtime) => Supported.Contains(runtime) ? runtime
        : Ended.Contains(runtime) ? throw LambdaErrors.InvalidParameter($"The runtime parameter of {runtime} is no longer supported for "
            + "creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")
        : throw LambdaErrors.InvalidParameter($"Value {runtime} at 'runtime' failed to satisfy constraint: "
            + $"Member must satisfy enum value set: [{string.Join(", ", Supported)}] or be a valid ARN");
}
