using System.Net;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Tests.Access;

/// <summary>What AWS says, and what our user sees: id, category, target and a way out that names the missing action and resource.</summary>
public class ErrorTableTests
{
    private const string User = "User: arn:aws:sts::123456789012:assumed-role/deployer/me is not authorized to perform: ";
    private const string Role = "arn:aws:iam::123456789012:role/worker-execution";

    // service, operation, target | status, code, message | id, category, target, words of the recommendation
    public static TheoryData<string[], int, string[], string[], string[]> Table => new()
    {
        // A missing permission, on each call of publish and grant.
        Denied("lambda", "GetFunction", "worker"),
        Denied("lambda", "ListVersionsByFunction", "worker"),
        Denied("lambda", "GetFunctionEventInvokeConfig", "worker:1"),
        Denied("lambda", "CreateFunction", "worker"),
        Denied("lambda", "GetFunctionConfiguration", "worker"),
        Denied("lambda", "UpdateFunctionConfiguration", "worker"),
        Denied("lambda", "UpdateFunctionCode", "worker"),
        Denied("lambda", "PublishVersion", "worker"),
        Denied("lambda", "PutFunctionEventInvokeConfig", "worker:1"),
        Denied("lambda", "PutFunctionConcurrency", "worker"),
        Denied("lambda", "TagResource", "worker"),
        Denied("iam", "GetRole", "worker-execution"),
        Denied("iam", "GetRolePolicy", "worker-execution/temporal-worker"),
        Denied("iam", "CreateRole", "worker-execution"),
        Denied("iam", "PutRolePolicy", "worker-execution/temporal-worker"),
        Denied("iam", "AttachRolePolicy", "worker-execution"),
        Denied("iam", "PutRolePermissionsBoundary", "worker-execution"),
        Denied("iam", "UpdateAssumeRolePolicy", "worker-temporal-invoke"),
        Denied("sts", "GetCallerIdentity", "the account"),
        Denied("logs", "DescribeLogGroups", "/aws/lambda/worker"),
        Denied("logs", "CreateLogGroup", "/aws/lambda/worker"),
        Denied("logs", "PutRetentionPolicy", "/aws/lambda/worker"),
        Denied("ssm", "GetParameter", "/p"),
        Denied("ssm", "PutParameter", "/p"),
        Denied("s3", "HeadBucket", "bucket", "s3:ListBucket"),
        Denied("s3", "UploadPart", "bucket/key", "s3:PutObject"),
        Denied("s3", "DeleteObject", "bucket/key"),
        Denied("lambda", "Invoke", "worker", "lambda:InvokeFunction"),

        // Where AWS's words name another right than the call's own.
        {
            ["lambda", "CreateFunction", "worker"], 403,
            ["AccessDeniedException", User + $"iam:PassRole on resource: {Role} because no identity-based policy allows the iam:PassRole action"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["iam:PassRole", Role]
        },
        {
            ["iam", "CreateRole", "worker-execution"], 403,
            ["AccessDenied", User + $"iam:CreateRole on resource: {Role} with an explicit deny in a service control policy"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["service control policy", "iam:CreateRole", Role]
        },
        {
            ["iam", "CreateRole", "worker-execution"], 403,
            ["AccessDenied", User + $"iam:CreateRole on resource: {Role} because no permissions boundary allows the iam:CreateRole action"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["permissions boundary", "iam:CreateRole"]
        },
        {
            ["ssm", "GetParameter", "/p"], 400,
            ["AccessDeniedException", User + "kms:Decrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/1"],
            ["AwsAccessDenied", "PermissionDenied", "arn:aws:kms:eu-central-1:123456789012:key/1"], ["kms:Decrypt", "key/1"]
        },

        // Keys.
        {
            ["lambda", "CreateFunction", "worker"], 400,
            ["InvalidParameterValueException", "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant"],
            ["AwsKeyNotUsable", "PermissionDenied", "worker"], ["kms:CreateGrant"]
        },
        { ["lambda", "Invoke", "worker"], 502, ["KMSDisabledException", "The key is disabled"], ["AwsKeyNotUsable", "PermissionDenied", "worker"], ["enabled"] },
        { ["ssm", "PutParameter", "/p"], 400, ["InvalidKeyId", "No such key"], ["AwsKeyNotUsable", "PermissionDenied", "/p"], ["exists in this region"] },

        // Limits.
        {
            ["iam", "CreateRole", "worker-execution"], 409, ["LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000"],
            ["AwsLimitExceeded", "LimitsExceeded", "worker-execution"], ["Service Quotas"]
        },
        {
            ["lambda", "UpdateFunctionCode", "worker"], 400, ["CodeStorageExceededException", "Code storage limit exceeded"],
            ["AwsCodeStorageExceeded", "LimitsExceeded", "worker"], ["aws lambda delete-function --qualifier"]
        },
        {
            ["lambda", "CreateFunction", "worker"], 502, ["SubnetIPAddressLimitReachedException", "No free addresses"],
            ["AwsNetworkFull", "LimitsExceeded", "worker"], ["-SubnetId"]
        },
        {
            ["lambda", "CreateFunction", "worker"], 502, ["InvalidSubnetIDException", "No subnet-1"],
            ["AwsNetworkNotFound", "ObjectNotFound", "worker"], ["-SubnetId", "-SecurityGroupId"]
        },
        { ["lambda", "PublishVersion", "worker"], 429, ["TooManyRequestsException", "Rate exceeded"], ["AwsThrottled", "LimitsExceeded", "worker"], ["in a minute"] },
        { ["s3", "UploadPart", "bucket/key"], 503, ["SlowDown", "Slow down"], ["AwsThrottled", "LimitsExceeded", "bucket/key"], ["in a minute"] },

        // Identity, clock and region.
        { ["lambda", "GetFunction", "worker"], 403, ["ExpiredTokenException", "Expired"], ["CredentialsExpired", "AuthenticationError", "lambda"], ["aws sso login"] },
        {
            ["lambda", "GetFunction", "worker"], 403, ["UnrecognizedClientException", "The security token included in the request is invalid"],
            ["CredentialsExpired", "AuthenticationError", "lambda"], ["that the account uses this region"]
        },
        {
            ["lambda", "GetFunction", "worker"], 403,
            ["InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z"],
            ["AwsClockWrong", "AuthenticationError", "lambda"], ["clock"]
        },
        { ["s3", "HeadBucket", "bucket"], 403, ["RequestTimeTooSkewed", "Too large"], ["AwsClockWrong", "AuthenticationError", "s3"], ["clock"] },
        { ["lambda", "GetFunction", "worker"], 403, ["OptInRequired", "Not subscribed"], ["AwsRegionNotEnabled", "InvalidOperation", "lambda"], ["aws account enable-region", "-Region"] },

        {
            ["s3", "PutObject", "bucket/key"], 400, ["UnknownService", "This sandbox plays lambda"],
            ["AwsServiceNotPlayed", "InvalidOperation", "s3"], ["-StackName", "-Bucket"]
        },

        // What is there or not, and what is wrong.
        { ["iam", "PutRolePolicy", "worker-execution"], 404, ["NoSuchEntity", "No such role"], ["AwsResourceNotFound", "ObjectNotFound", "worker-execution"], ["Check the name"] },
        { ["s3", "UploadPart", "bucket/key"], 404, ["NoSuchBucket", "No such bucket"], ["AwsResourceNotFound", "ObjectNotFound", "bucket/key"], ["Check the name"] },
        { ["lambda", "UpdateFunctionCode", "worker"], 409, ["ResourceConflictException", "An update is in progress"], ["AwsResourceConflict", "ResourceBusy", "worker"], ["takes up where it stopped"] },
        { ["ssm", "PutParameter", "/p"], 400, ["ParameterAlreadyExists", "It is there"], ["AwsResourceConflict", "ResourceBusy", "/p"], ["takes up"] },
        { ["lambda", "CreateFunction", "worker"], 400, ["InvalidParameterValueException", "Wrong"], ["AwsRequestRefused", "InvalidArgument", "worker"], ["Change what the message names"] },
        { ["iam", "PutRolePolicy", "worker-execution"], 400, ["MalformedPolicyDocument", "Wrong"], ["AwsRequestRefused", "InvalidArgument", "worker-execution"], ["Change what"] },
        { ["lambda", "CreateFunction", "worker"], 413, ["RequestEntityTooLargeException", "Too large"], ["AwsRequestRefused", "InvalidArgument", "worker"], ["Change what"] },
        { ["lambda", "GetFunction", "worker"], 500, ["ServiceException", "Oops"], ["AwsServiceFailed", "InvalidResult", "worker"], ["AWS Health Dashboard"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void An_error_of_AWS_becomes_one_that_says_what_to_do(string[] call, int status, string[] answer, string[] error, string[] wayOut)
    {
        AmazonServiceException cause = new(answer[1] + ".", null, ErrorType.Sender, answer[0], "request", (HttpStatusCode)status);

        StageException shown = AwsFaults.From(cause, call[0], call[1], call[2], renewCommand: null);

        Assert.Equal(error, new[] { shown.ErrorId, shown.Category.ToString(), (string)shown.Target! });
        Assert.All(wayOut, words => Assert.Contains(words, shown.Recommendation));
        Assert.Contains(answer[0] is "TooManyRequestsException" or "SlowDown" ? call[1] : answer[1], shown.Message);
        Assert.DoesNotContain("..", shown.Message);
    }

    [Fact]
    public void No_answer_is_an_error_of_the_connection()
    {
        Assert.Equal("AwsNotReached", AwsFaults.From(new HttpRequestException("No route."), "lambda", "GetFunction", "worker", null).ErrorId);
        Assert.Equal("AwsTimedOut", AwsFaults.From(new TimeoutException(), "lambda", "GetFunction", "worker", null).ErrorId);
    }

    private static TheoryDataRow<string[], int, string[], string[], string[]> Denied(string service, string operation, string target, string? action = null) => new(
        [service, operation, target], 403, ["AccessDenied", "No"], ["AwsAccessDenied", "PermissionDenied", target], [action ?? $"{service}:{operation}", target]);
}
