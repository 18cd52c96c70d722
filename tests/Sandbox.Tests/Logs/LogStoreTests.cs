using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Logs;

namespace TemporalLambda.Sandbox.Tests.Logs;

/// <summary>What is kept when too much comes.</summary>
public sealed class LogStoreTests
{
    [Fact]
    public void The_oldest_events_go_when_there_are_too_many()
    {
        var options = new SandboxOptions { AccessKeyId = "a", SecretAccessKey = "s", DataFolder = "unused" };
        var roles = new RoleStore();
        var store = new LogStore(options, roles, new Authorizer(roles, options, TimeProvider.System), TimeProvider.System);
        store.Create("large");
        store.CreateStream("large", "s");
        string megabyte = new('x', 1024 * 1024);
        for (int number = 0; number < 100; number++)
        {
            store.Add("large", "s", number, megabyte + number);
        }
        var (count, first, size) = store.Use("large", group => (group.Events.Count, group.Events.Peek().Timestamp, group.Size));
        Assert.InRange(count, 30, 32);
        Assert.Equal(100 - count, first);
        Assert.InRange(size, 0, 32 * 1024 * 1024);
    }
}
