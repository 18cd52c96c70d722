namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>The deployment of a guide, command by command, with the aws command.</summary>
public sealed class AwsCommandTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task The_commands_of_a_deployment_work()
    {
        string output = await sandbox.RunAwsAsync("""
            NAME=by-command; export AWS_DEFAULT_OUTPUT=text
            TRUST='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
            aws iam create-role --role-name $NAME --assume-role-policy-document "$TRUST" --query Role.Arn
            aws iam attach-role-policy --role-name $NAME --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
            aws lambda create-function --function-name $NAME --runtime provided.al2023 --handler bootstrap --architectures x86_64 \
                --role arn:aws:iam::000000000000:role/$NAME --zip-file fileb://one.zip --timeout 60 --memory-size 256 --query '[State,Version]'
            aws lambda wait function-active-v2 --function-name $NAME
            aws lambda publish-version --function-name $NAME --query Version
            aws lambda update-function-code --function-name $NAME --zip-file fileb://two.zip --query LastUpdateStatus
            aws lambda wait function-updated-v2 --function-name $NAME
            aws lambda list-versions-by-function --function-name $NAME --query 'Versions[].Version'
            aws lambda invoke --function-name $NAME:1 out.txt --query StatusCode && cat out.txt && echo
            aws lambda invoke --function-name $NAME out.txt --query ExecutedVersion && cat out.txt && echo
            """);
        Assert.Equal(
            [
                "arn:aws:iam::000000000000:role/by-command", "Pending\t$LATEST", "1", "InProgress", "$LATEST\t1", "200", "\"one\"", "$LATEST", "\"two\"",
            ],
            Lines(output));
        output = await sandbox.RunAwsAsync("""
            NAME=by-command; export AWS_DEFAULT_OUTPUT=text
            ARN=arn:aws:lambda:us-east-1:000000000000:function:$NAME
            TRUST='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/sandbox"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"my-external-id"}}}]}'
            POLICY='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunction","lambda:GetFunction"],"Resource":["'$ARN'","'$ARN':*"]}]}'
            aws iam create-role --role-name $NAME-invoke --assume-role-policy-document "$TRUST" --query Role.RoleName
            aws iam put-role-policy --role-name $NAME-invoke --policy-name p --policy-document "$POLICY"
            aws iam get-role --role-name $NAME-invoke --query 'Role.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals'
            aws sts assume-role --role-arn arn:aws:iam::000000000000:role/$NAME-invoke --role-session-name s1 --external-id wrong-id 2>&1 || true
            aws sts assume-role --role-arn arn:aws:iam::000000000000:role/$NAME-invoke --role-session-name s1 2>&1 || true
            KEYS=$(aws sts assume-role --role-arn arn:aws:iam::000000000000:role/$NAME-invoke --role-session-name s1 --external-id my-external-id \
                --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
            set -- $KEYS
            export ASSUMED="env AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3"
            $ASSUMED aws lambda invoke --function-name $ARN:1 --invocation-type Event out.txt --query StatusCode
            $ASSUMED aws lambda delete-function --function-name $NAME 2>&1 || true
            aws logs create-log-group --log-group-name /aws/lambda/$NAME
            aws logs filter-log-events --log-group-name /aws/lambda/$NAME --query 'length(events)'
            aws lambda delete-function --function-name $NAME >out.txt
            aws iam delete-role --role-name $NAME 2>&1 || true
            aws iam detach-role-policy --role-name $NAME --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
            aws iam delete-role --role-name $NAME
            aws lambda get-function --function-name $NAME 2>&1 || true
            """);
        const string Denied = "AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::000000000000:user/sandbox is not authorized "
            + "to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/by-command-invoke";
        string[] lines = Lines(output);
        Assert.Equal(["by-command-invoke", "my-external-id"], lines[..2]);
        Assert.All(lines[2..4], line => Assert.EndsWith(Denied, line, StringComparison.Ordinal));
        Assert.Equal("202", lines[4]);
        Assert.Contains("(AccessDeniedException)", lines[5], StringComparison.Ordinal);
        Assert.Contains("assumed-role/by-command-invoke/s1 is not authorized to perform: lambda:DeleteFunction", lines[5], StringComparison.Ordinal);
        Assert.Equal("0", lines[6]);
        Assert.Contains("(DeleteConflict)", lines[7], StringComparison.Ordinal);
        Assert.Contains("(ResourceNotFoundException)", lines[8], StringComparison.Ordinal);
        Assert.Equal(9, lines.Length);
        Assert.Single(sandbox.Invoker.Enqueued, one => one.Version.FunctionName == "by-command");
    }

    private static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
