using System.Management.Automation;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.CmdletBase.Tests.Stages;

public class StageRecordTests
{
    [Fact]
    public void A_record_carries_everything_of_the_stage_before()
    {
        var before = new PublishedWorker { DeploymentName = "orders", BuildId = "1", Timeout = 60, Changes = [new("A", "b", "Do b.")] };
        GrantedWorker after = StageRecord.CarryOn<GrantedWorker>(new PSObject(before));
        Assert.Equal(("orders", "1", 60, 1), (after.DeploymentName, after.BuildId, after.Timeout, after.Changes.Count));
    }

    [Fact]
    public void An_object_of_another_module_gives_what_it_has_under_the_same_names()
    {
        var other = new PSObject();
        other.Properties.Add(new PSNoteProperty("FunctionName", "orders"));
        other.Properties.Add(new PSNoteProperty("Timeout", "60"));
        other.Properties.Add(new PSNoteProperty("Nonsense", 1));
        PublishedWorker record = StageRecord.CarryOn<PublishedWorker>(other);
        Assert.Equal(("orders", 60), (record.FunctionName, record.Timeout));
    }

    [Fact]
    public void A_value_that_cannot_be_converted_is_left_out()
    {
        var other = new PSObject();
        other.Properties.Add(new PSNoteProperty("Timeout", "soon"));
        Assert.Null(StageRecord.CarryOn<PublishedWorker>(other).Timeout);
    }

    [Fact]
    public void A_planned_record_says_so_also_after_serialization()
    {
        var planned = new PackagedWorker { IsPlanned = true };
        Assert.True(StageRecord.IsPlanned(new PSObject(PSSerializer.Deserialize(PSSerializer.Serialize(planned)))));
        Assert.False(StageRecord.IsPlanned(null));
    }

    [Fact]
    public void Progress_names_a_record_and_shows_nothing_else_of_an_object()
    {
        var other = new PSObject();
        other.Properties.Add(new PSNoteProperty("DeploymentName", "orders"));
        other.Properties.Add(new PSNoteProperty("Password", "secret"));
        Assert.Equal("orders", StageRecord.Name(other));
        Assert.Equal("orders 1", StageRecord.Name(new PSObject(new PackagedWorker { DeploymentName = "orders", BuildId = "1" })));
        Assert.Equal("", StageRecord.Name(null));
    }
}
