namespace TemporalLambda.Aws.Tests.Errors;

/// <summary>What a cmdlet does in AWS, through the stage that it calls, and what each of its calls says when it is denied.</summary>
/// <param name="Name">The cmdlet, and what is particular about this run of it.</param>
/// <param name="PrepareAsync">Brings about what it starts from.</param>
/// <param name="RunAsync">Does it, to the function of this name.</param>
/// <param name="Denials">
/// A line a call, in their order: <c>action on target</c> as the error's recommendation has them, after the operation where that is named
/// otherwise; or the operation and the words of what is reported where the stage goes on without it. {} is the function's name.
/// </param>
internal sealed record Scenario(string Name, Func<Scenes, string, Task> PrepareAsync, Func<Scenes, string, Task> RunAsync, string Denials)
{
    /// <summary>All of them; together they make every call that the stages make.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("Publish-New", Nothing, (at, name) => at.PublishAsync(at.Full(name, "one")),
            """
            lambda:GetFunction on {}
            lambda:ListVersionsByFunction on {}
            iam:GetRole on {}-execution
            iam:GetRolePolicy on {}-execution/temporal-worker
            iam:ListAttachedRolePolicies on {}-execution
            ssm:DescribeParameters on /temporal-lambda/{}/api-key
            GetParameter -> Whether the parameter '/temporal-lambda/{}/api-key' holds the key already can not be seen: AWS denied ssm:GetParameter
            """),
        new("Publish-New-Change", Nothing, (at, name) => at.PublishAsync(at.Full(name, "one")),
            """
            sts:GetCallerIdentity on the account
            logs:DescribeLogGroups on /aws/lambda/{}
            iam:CreateRole on {}-execution
            iam:PutRolePolicy on {}-execution/temporal-worker
            iam:AttachRolePolicy on {}-execution
            ssm:PutParameter on /temporal-lambda/{}/api-key
            logs:CreateLogGroup on /aws/lambda/{}
            logs:PutRetentionPolicy on /aws/lambda/{}
            lambda:CreateFunction on {}
            lambda:GetFunctionConfiguration on {}
            lambda:PutFunctionConcurrency on {}
            lambda:PublishVersion on {}
            lambda:PutFunctionEventInvokeConfig on {}:1
            """),
        new("Publish-Again", (at, name) => at.PublishAsync(at.Full(name, "one")), (at, name) => at.PublishAsync(at.Changed(name)),
            """
            iam:PutRolePermissionsBoundary on {}-execution
            iam:TagRole on {}-execution
            iam:UntagRole on {}-execution
            logs:DeleteRetentionPolicy on /aws/lambda/{}
            lambda:UpdateFunctionConfiguration on {}
            lambda:UpdateFunctionCode on {}
            lambda:TagResource on arn:aws:lambda:eu-central-1:123456789012:function:{}
            lambda:UntagResource on arn:aws:lambda:eu-central-1:123456789012:function:{}
            lambda:DeleteFunctionConcurrency on {}
            """),
        new("Publish-Same", (at, name) => at.PublishAsync(at.Plain(name)), (at, name) => at.PublishAsync(at.Plain(name)),
            """
            lambda:GetFunctionEventInvokeConfig on {}:1
            """),
        new("Publish-Role", (at, _) => at.MakeRoleAsync(), (at, name) => at.PublishAsync(at.Plain(name) with { ExecutionRoleArn = Scenes.LambdaRole }),
            """
            GetRole -> Whether Lambda may assume 'arn:aws:iam::123456789012:role/runs-functions' can not be seen: iam:GetRole is not allowed
            """),
        new("Publish-Role-2", (at, _) => at.MakeRoleAsync(), (at, name) => at.PublishAsync(at.Plain(name) with { ExecutionRoleArn = Scenes.LambdaRole }),
            """
            SimulatePrincipalPolicy -> What 'arn:aws:iam::123456789012:role/runs-functions' may do can not be seen: AWS denied iam:SimulatePrincipalPolicy
            """),
        new("Publish-Bucket", (at, _) => at.MakeBucketAsync(), (at, name) => at.PublishAsync(at.Large(name)),
            """
            s3:PutObject on packages-that-are-denied/{}/*.zip
            """),
        new("Publish-Bucket-Unseen", (at, _) => at.MakeBucketAsync(), (at, name) => at.PublishAsync(at.Large(name)),
            """
            HeadBucket -> s3 HeadBucket packages-that-are-denied: 403
            """),
        new("Publish-Bucket-Object", (at, _) => at.MakeBucketAsync(), (at, name) => at.PublishAsync(at.Large(name)),
            """
            GetObjectMetadata -> s3 GetObjectMetadata packages-that-are-denied/{}/*.zip: 403
            """),
        new("Publish-Bucket-Left", (at, _) => at.MakeBucketAsync(), (at, name) => at.PublishAsync(at.Large(name)),
            """
            DeleteObject -> The package is still at s3://packages-that-are-denied/{}/*.zip: AWS denied s3:DeleteObject
            """),
        new("Publish-Bucket-Parts", (at, _) => at.MakeBucketAsync(), (at, name) => at.PublishAsync(at.Parts(name)),
            """
            InitiateMultipartUpload s3:PutObject on packages-that-are-denied/{}/*.zip
            UploadPart s3:PutObject on packages-that-are-denied/{}/*.zip
            CompleteMultipartUpload s3:PutObject on packages-that-are-denied/{}/*.zip
            """),
        new("Grant-New", Nothing, (at, name) => at.GrantAsync(name),
            """
            iam:GetRole on {}-temporal-invoke
            iam:GetRolePolicy on {}-temporal-invoke/invoke-{}
            iam:CreateRole on {}-temporal-invoke
            iam:PutRolePolicy on {}-temporal-invoke/invoke-{}
            """),
        new("Grant-Again", (at, name) => at.GrantAsync(name), (at, name) => at.GrantAsync(name, "user/another", "arn:aws:iam::aws:policy/PowerUserAccess"),
            """
            iam:PutRolePermissionsBoundary on {}-temporal-invoke
            iam:UpdateAssumeRolePolicy on {}-temporal-invoke
            """),
        new("Grant-Role", (at, name) => at.GrantAsync(name), (at, name) => at.CheckGrantAsync(name),
            """
            SimulatePrincipalPolicy -> What 'arn:aws:iam::123456789012:role/{}-temporal-invoke' may do can not be seen: AWS denied iam:SimulatePrincipalPolicy
            """),
        new("Grant-Stack", Nothing, (at, name) => at.GrantInStackAsync(name, name),
            """
            cloudformation:DescribeStacks on {}
            cloudformation:CreateStack on {}
            """),
        new("Grant-Stack-Events", Nothing, (at, name) => at.GrantInStackAsync(name, name),
            """
            cloudformation:DescribeStackEvents on arn:aws:cloudformation:eu-central-1:123456789012:stack/{}/*
            """),
        new("Grant-Stack-Again", (at, name) => at.GrantInStackAsync(name, name), (at, name) => at.GrantInStackAsync(name, name + "-2"),
            """
            cloudformation:UpdateStack on {}
            """),
        new("Revoke", (at, name) => at.GrantAsync(name), (at, name) => at.RevokeAsync(name),
            """
            iam:ListRolePolicies on {}-temporal-invoke
            iam:ListAttachedRolePolicies on {}-temporal-invoke
            iam:DeleteRolePolicy on {}-temporal-invoke/invoke-{}
            iam:DeleteRole on {}-temporal-invoke
            """),
        new("Revoke-Stack", (at, name) => at.GrantInStackAsync(name, name), (at, name) => at.RevokeInStackAsync(name, name),
            """
            cloudformation:DescribeStacks on {}
            cloudformation:DeleteStack on arn:aws:cloudformation:eu-central-1:123456789012:stack/{}/*
            """),
        new("Get-Log", (at, name) => at.Aws.WriteLogAsync("/aws/lambda/" + name, "2026/08/31/[1]a", DateTimeOffset.UtcNow, "a line"), (at, name) => at.ReadLogAsync(name),
            """
            logs:FilterLogEvents on /aws/lambda/{}
            """),
        new("Get-Worker", (at, name) => at.PublishAsync(at.Plain(name)), (at, name) => at.FindAsync(name),
            """
            lambda:ListFunctions on the account
            lambda:GetFunction on {}
            lambda:ListVersionsByFunction on {}
            GetRole -> The invocation role '{}-temporal-invoke' may not be read with these credentials, so that InvokeRoleArn and ExternalId are left out
            """),
        new("Remove", async (at, name) =>
        {
            // Its log's group is as Lambda itself makes it.
            await at.PublishAsync(at.Full(name, "one") with { Options = new() });
            await at.GrantAsync(name);
            await at.Aws.WriteLogAsync("/aws/lambda/" + name, "2026/08/31/[1]a", DateTimeOffset.UtcNow, "a line");
        }, (at, name) => at.RemoveAsync(name),
            """
            lambda:GetFunction on {}
            lambda:ListVersionsByFunction on {}
            iam:GetRole on {}-execution
            lambda:ListFunctions on the account
            logs:DescribeLogGroups on /aws/lambda/{}
            logs:ListTagsForResource on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/{}
            logs:TagResource on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/{}
            lambda:DeleteFunction on {}
            iam:DeleteRolePolicy on {}-temporal-invoke/invoke-{}
            iam:DeleteRole on {}-temporal-invoke
            iam:DetachRolePolicy on {}-execution
            ssm:DeleteParameter on /temporal-lambda/{}/api-key
            logs:DeleteLogGroup on /aws/lambda/{}
            """),
        new("Remove-Unseen", async (at, name) =>
        {
            await at.PublishAsync(at.Plain(name));
            await at.GrantInStackAsync(name, name);
        }, (at, name) => at.RemoveAsync(name),
            """
            cloudformation:DescribeStacks on {}
            DescribeParameters -> Whether '{}' has a parameter with an API key can not be seen: AWS denied ssm:DescribeParameters
            """),
        new("Remove-Version", (at, name) => at.PublishAsync(at.Plain(name)), (at, name) => at.RemoveVersionAsync(name),
            """
            lambda:ListAliases on arn:aws:lambda:eu-central-1:123456789012:function:{}
            lambda:DeleteFunction on arn:aws:lambda:eu-central-1:123456789012:function:{}:1
            """),
    ];

    private static Task Nothing(Scenes at, string name) => Task.CompletedTask;
}
