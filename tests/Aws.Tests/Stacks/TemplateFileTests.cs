using System.Text.RegularExpressions;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Stacks;

public sealed class TemplateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("invoke-role-").FullName;

    private static readonly WantedGrant Wanted = new()
    {
        FunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders",
        Principals = ["arn:aws:iam::123456789012:role/temporal-server"],
        DeploymentName = "shop",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_has_the_command_and_the_template_and_a_rerun_keeps_the_External_ID()
    {
        TemplateFile first = TemplateFile.Plan(Path.Combine(_folder, "role.yaml"), "temporal", Wanted);
        await first.WriteAsync(Token);

        TemplateFile second = TemplateFile.Plan(first.Path, "temporal", Wanted);

        Assert.Single(first.Changes);
        Assert.Empty(second.Changes);
        Assert.Equal(first.Expected, second.Expected);
        Assert.Equal(
            "aws cloudformation deploy --region eu-central-1 --stack-name temporal --template-file 'role.yaml' --capabilities CAPABILITY_NAMED_IAM "
            + $"--parameter-overrides 'AssumeRoleExternalId={first.Expected.ExternalId}' "
            + "'LambdaFunctionARNs=arn:aws:lambda:eu-central-1:123456789012:function:orders,arn:aws:lambda:eu-central-1:123456789012:function:orders:*' "
            + "'PermissionsBoundary=' 'RoleName=orders-temporal-invoke' 'RolePath=/' 'TemporalPrincipalARNs=arn:aws:iam::123456789012:role/temporal-server' "
            + "--tags 'temporal-lambda:deployment=shop' 'temporal-lambda:function=orders'",
            first.Command);
        Assert.Contains("# " + first.Command + "\n", await File.ReadAllTextAsync(first.Path, Token));
    }

    [Fact]
    public async Task The_template_is_valid_by_cfn_lint()
    {
        Assert.SkipUnless(await Python.HasAsync("cfnlint"), "python3 with cfn-lint is not on this machine.");
        TemplateFile file = TemplateFile.Plan(Path.Combine(_folder, "role.yaml"), null, Wanted);
        await file.WriteAsync(Token);

        Assert.NotNull(await Python.TryRunAsync("-c", "import sys; from cfnlint.runner import main; sys.argv[0] = 'cfn-lint'; main()", file.Path));
    }

    [Fact]
    public void The_command_gives_every_parameter_that_the_template_asks_for()
    {
        string command = TemplateFile.Plan(Path.Combine(_folder, "role.yaml"), null, Wanted).Command;

        string parameters = InvokeRoleTemplate.Text.Split("Parameters:")[1].Split("Conditions:")[0];
        string[] names = [.. Regex.Matches(parameters, "^  ([A-Za-z]+):$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.Equal(6, names.Length);
        Assert.All(names, name => Assert.Contains($"'{name}=", command));
    }

    [Theory]
    [InlineData("role.json", "TemplatePathNotValid")]
    [InlineData("absent/role.yaml", "TemplatePathNotValid")]
    [InlineData("it's.yaml", "TemplatePathNotValid")]
    [InlineData("theirs.yaml", "TemplateFileExists")]
    public async Task Another_file_is_never_written_over(string name, string errorId)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "theirs.yaml"), "Resources: {}", Token);

        Assert.Equal(errorId, Assert.Throws<StageException>(() => TemplateFile.Plan(Path.Combine(_folder, name), null, Wanted)).ErrorId);
    }
}
