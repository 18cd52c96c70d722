using Microsoft.Extensions.Time.Testing;

namespace TemporalLambda.Temporal.Tests.Routing;

public class RoutingMemoryTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RoutingMemory _memory;

    public RoutingMemoryTests() => _memory = new(_time);

    [Fact]
    public void What_was_only_read_is_read_again()
    {
        _memory.Read("app", new() { Exists = true });
        Assert.Null(_memory.Recall("app"));
        _memory.Touched("app");
        Assert.True(_memory.Recall("app")!.IsRecalled);
        _memory.Read("app", new() { Exists = true });
        Assert.Null(_memory.Recall("app"));
    }

    [Fact]
    public void A_change_of_its_own_is_known_for_five_seconds()
    {
        _memory.Changed("app", new() { Exists = true, CurrentBuildId = "1" });
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("1", _memory.Recall("app")!.CurrentBuildId);
        Assert.Null(_memory.Recall("other"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_memory.Recall("app"));
    }

    [Fact]
    public void Nothing_is_known_of_a_deployment_that_is_gone_or_forgotten()
    {
        _memory.Touched("app");
        Assert.Null(_memory.Recall("app"));
        _memory.Changed("app", new() { Exists = true });
        _memory.Read("app", new());
        Assert.Null(_memory.Recall("app"));
        _memory.Changed("app", new() { Exists = true });
        _memory.Forget("app");
        Assert.Null(_memory.Recall("app"));
    }
}
