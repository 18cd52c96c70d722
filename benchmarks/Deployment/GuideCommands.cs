namespace TemporalLambda.Benchmarks.Deployment;

/// <summary>The AWS half of Temporal's own guide: its `aws` commands, one after another, as a script of a user has them.</summary>
internal static class GuideCommands
{
    public static async Task DeployAsync(
        string package, string name, string architecture, string address, string principalArn, IReadOnlyDictionary<string, string> environment)
    {
        string execution = name + "-execution", invocation = name + "-invoke";
        string role = await Aws("iam", "create-role", "--role-name", execution, "--query", "Role.Arn", "--output", "text", "--assume-role-policy-document",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
        await Aws("iam", "attach-role-policy", "--role-name", execution,
            "--policy-arn", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        string function = await Aws("lambda", "create-function", "--function-name", name, "--runtime", "provided.al2023", "--handler", "bootstrap",
            "--architectures", architecture, "--role", role.Trim(), "--zip-file", "fileb://" + package, "--timeout", "60", "--memory-size", "256",
            "--environment", $"Variables={{TEMPORAL_ADDRESS={address},TEMPORAL_TASK_QUEUE={name},TEMPORAL_LAMBDA_DEPLOYMENT_NAME={name},TEMPORAL_LAMBDA_BUILD_ID=build-1}}",
            "--query", "FunctionArn", "--output", "text");
        await Aws("lambda", "wait", "function-active-v2", "--function-name", name);
        await Aws("lambda", "publish-version", "--function-name", name);
        await Aws("iam", "create-role", "--role-name", invocation, "--assume-role-policy-document",
            $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{{principalArn}}}}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"benchmark-{{{{name}}}}"}}}]}""");
        await Aws("iam", "put-role-policy", "--role-name", invocation, "--policy-name", "invoke", "--policy-document",
            $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunction","lambda:GetFunction"],"Resource":["{{{{function.Trim()}}}}","{{{{function.Trim()}}}}:*"]}]}""");

        Task<string> Aws(params string[] arguments) => Command.RunAsync("aws", arguments, environment);
    }
}
