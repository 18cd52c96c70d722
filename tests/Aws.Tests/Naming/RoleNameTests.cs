namespace TemporalLambda.Aws.Tests.Naming;

public class RoleNameTests
{
    private static readonly string Long = new('a', 60);

    [Fact]
    public void A_role_is_named_after_its_function() =>
        Assert.Equal(("worker-execution", "worker-temporal-invoke"), (RoleName.ForExecution("worker"), RoleName.ForInvocation("worker")));

    [Fact]
    public void Names_that_would_be_too_long_keep_apart_by_a_hash()
    {
        string[] names = [RoleName.ForInvocation(Long + "1"), RoleName.ForInvocation(Long + "2"), RoleName.ForExecution(Long)];

        Assert.Equal(3, names.Distinct().Count());
        Assert.All(names, name => Assert.Equal(64, name.Length));
        Assert.EndsWith("-temporal-invoke", names[0]);
        Assert.Equal(names[0], RoleName.ForInvocation(Long + "1"));
    }

    [Fact]
    public void The_name_is_found_in_an_ARN_with_a_path() => Assert.Equal("r", RoleName.Of("arn:aws:iam::123456789012:role/a/b/r"));
}
