"""A tour of every operation of every collection of the EC2 driver, in XML and JSON, each held against what boto3 sees.

    ec2_tour.py URL MOTO SECRET TOKEN USER_DATA [STOP ...]

The server at URL has the driver, whose endpoint is the moto server at MOTO. The next three are secrets that the caller
looks for afterwards where they must not be. Stops are named like the functions below; without any, the tour makes all of them.
"""
import base64
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

import boto3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

URL, MOTO, SECRET, TOKEN, USER_DATA = sys.argv[1:6]
REGION = "us-east-1"
LINUX = "ami-760aaa0f"
BASIC = "Basic " + base64.b64encode(("AKIATOUR:%s;%s" % (SECRET, TOKEN)).encode()).decode()
PUBLIC_KEY = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(
    serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def client(service):
    return boto3.client(service, endpoint_url=MOTO, region_name=REGION, aws_access_key_id="AKIATOUR",
                        aws_secret_access_key=SECRET)


ec2, s3, elb, elb2, watch = (client(name) for name in ("ec2", "s3", "elb", "elbv2", "cloudwatch"))
amazons, types = [], {}
steps = 0


class Disagreement(Exception):
    """What a stop of the tour ends with when something is not as it should be."""


class Answer:
    """Status, headers and body of an answer; the body as fields and lists, whatever the format."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def root(self):
        return ElementTree.fromstring(self.body)

    def json(self):
        return json.loads(self.body)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def ask(method, path, form=None, body=None, headers=None, expect=200, format="xml"):
    """One request; anything but the expected status ends the tour."""
    global steps
    steps += 1
    sent = {"Authorization": BASIC, "X-Deltacloud-Driver": "ec2", "Accept": "application/" + format}
    if form is not None:
        body = urllib.parse.urlencode(form).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    sent.update(headers or {})
    request = urllib.request.Request(URL + path, data=body, method=method, headers=sent)
    try:
        with OPENER.open(request, timeout=120) as got:
            answer = Answer(got.status, got.headers, got.read())
    except urllib.error.HTTPError as refused:
        answer = Answer(refused.code, refused.headers, refused.read())
    same("%s %s %s" % (method, path, form or ""), answer.status, expect, answer.body[:500])
    return answer


def same(what, seen, wanted, more=""):
    if seen != wanted:
        raise Disagreement("%s:\n  is        %r\n  should be %r\n%s" % (what, seen, wanted, more))


def quote(id):
    return urllib.parse.quote(id, safe="")


class Tour:
    """One collection in one format: lists and members come as dicts of plain fields."""

    def __init__(self, format, collection, member):
        self.format, self.collection, self.member = format, collection, member

    def one(self, answer):
        return answer.root() if self.format == "xml" else self.unwrap(answer.json())

    def unwrap(self, tree):
        # Actions of instances answer the bare object (contract 02)
        return tree.get(self.member, tree)

    def ids(self, query=""):
        answer = ask("GET", "/api/%s%s" % (self.collection, query), format=self.format)
        if self.format == "xml":
            same("root", answer.root().tag, self.collection)
            return [child.get("id") for child in answer.root()]
        return [member["id"] for member in answer.json()[self.collection]]

    def show(self, id):
        return self.one(ask("GET", "/api/%s/%s" % (self.collection, quote(id)), format=self.format))

    def make(self, form, location=True, headers=None):
        answer = ask("POST", "/api/" + self.collection, form=form, expect=201, format=self.format, headers=headers)
        made = self.one(answer)
        id = self.text(made, "@id")
        if location:
            same("Location", answer.headers["Location"].endswith("/%s/%s" % (self.collection, quote(id))), True,
                 answer.headers["Location"])
        return id, made

    def act(self, id, action, form=None, expect=202):
        return ask("POST", "/api/%s/%s/%s" % (self.collection, quote(id), action), form=form or {}, expect=expect,
                   format=self.format)

    def destroy(self, id):
        same("the body of a destroy",
             ask("DELETE", "/api/%s/%s" % (self.collection, quote(id)), expect=204, format=self.format).body, b"")

    def gone(self, id):
        answer = ask("GET", "/api/%s/%s" % (self.collection, quote(id)), expect=404, format=self.format)
        message = answer.root().findtext("message") if self.format == "xml" else answer.body.decode()
        same("a sentence", bool(message and message.strip()), True, answer.body)
        same("no trace of secrets", SECRET.encode() in answer.body or TOKEN.encode() in answer.body, False)

    def text(self, thing, path):
        """The text of a path in XML; in JSON the same path, with @id as id."""
        if self.format == "xml":
            if "@" in path:
                parent, attribute = path.split("@")
                element = thing.find(parent.rstrip("/")) if parent else thing
                return None if element is None else element.get(attribute)
            return thing.findtext(path)
        for name in path.replace("@", "/").strip("/").split("/"):
            if not name:
                continue
            thing = thing.get(name) if thing is not None else None
        return thing


def entry(format):
    answer = ask("GET", "/api", format=format)
    wanted = {"addresses", "buckets", "drivers", "firewalls", "hardware_profiles", "images", "instance_states",
              "instances", "keys", "load_balancers", "metrics", "network_interfaces", "networks", "realms",
              "storage_snapshots", "storage_volumes", "subnets"}
    links = ({link.get("rel") for link in answer.root().iter("link")} if format == "xml"
             else {link["rel"] for link in answer.json()["api"]["links"]})
    same("collections", wanted - links, set())
    driver = ask("GET", "/api/drivers/ec2", format=format)
    regions = {region["RegionName"] for region in ec2.describe_regions()["Regions"]}
    host = urllib.parse.urlsplit(URL).netloc
    if format == "xml":
        seen = {p.get("id"): [(e.get("kind"), e.text) for e in p] for p in driver.root().findall("provider")}
        same("live regions", set(seen), regions)
        same("a region's entry point", seen["eu-west-1"],
             [("eu-west-1", host + "/api;driver=ec2;provider=eu-west-1")])
    else:
        same("live regions", set(driver.json()["driver"]["entrypoints"]), regions)
    states = ask("GET", "/api/instance_states", format=format)
    names = ([s.get("name") for s in states.root()] if format == "xml" else [s["name"] for s in states.json()])
    same("states", names, ["start", "pending", "running", "stopping", "stopped", "finish"])


def realms(format):
    tour = Tour(format, "realms", "realm")
    zones = [z["ZoneName"] for z in ec2.describe_availability_zones()["AvailabilityZones"]]
    subnets = ["%s:%s" % (s["AvailabilityZone"], s["SubnetId"]) for s in ec2.describe_subnets()["Subnets"]]
    same("realms", sorted(tour.ids()), sorted(zones + subnets))
    for id in (zones[0], subnets[0]):
        same("a realm's name", tour.text(tour.show(id), "name"), id)
    same("filtered", tour.ids("?id=" + quote(subnets[0])), [subnets[0]])
    tour.gone("us-east-1z")
    tour.gone("us-east-1a:subnet-0123456789")


def hardware_profiles(format):
    tour = Tour(format, "hardware_profiles", "hardware_profile")
    if not types:
        pages = ec2.get_paginator("describe_instance_types").paginate()
        types.update((t["InstanceType"], t) for page in pages for t in page["InstanceTypes"])
    same("hardware profiles", sorted(tour.ids()), sorted(types))
    seen = tour.show("t3.micro")
    memory = (seen.find("property[@name='memory']").get("value") if format == "xml"
              else seen["properties"]["memory"])
    same("memory", memory, str(types["t3.micro"]["MemoryInfo"]["SizeInMiB"]))
    old = tour.show("m1.small")
    memory = old.find("property[@name='memory']").get("value") if format == "xml" else old["properties"]["memory"]
    same("memory of old", memory, "1740.8")
    same("filtered", "t4g.micro" in tour.ids("?architecture=x86_64"), False)
    tour.gone("t0.nosuch")


def keys(format):
    tour = Tour(format, "keys", "key")
    id, made = tour.make({"name": "tour-" + format})
    pem = made.findtext("pem") if format == "xml" else made["pem_rsa_key"]
    same("a private key", "PRIVATE KEY" in pem, True)
    pairs = {k["KeyName"]: k["KeyFingerprint"] for k in ec2.describe_key_pairs()["KeyPairs"]}
    same("fingerprint", tour.text(tour.show(id), "fingerprint"), pairs[id])
    imported, _ = tour.make({"name": "imported/ö " + format, "public_key": PUBLIC_KEY})
    same("keys", sorted(tour.ids()), sorted(k["KeyName"] for k in ec2.describe_key_pairs()["KeyPairs"]))
    same("imported", imported in tour.ids(), True)
    ask("POST", "/api/keys", form={"name": id}, expect=403, format=format)
    ask("POST", "/api/keys", form={}, expect=400, format=format)
    for id in (id, imported):
        tour.show(id)
        tour.destroy(id)
        tour.gone(id)


def firewalls(format):
    tour = Tour(format, "firewalls", "firewall")
    id, _ = tour.make({"name": "wall " + format, "description": "of the tour"})
    other, _ = tour.make({"name": "other " + format, "description": "of the tour"})
    owner = tour.text(tour.show(other), "owner_id")
    ask("POST", "/api/firewalls/%s/rules" % quote(id), form={"protocol": "tcp"}, expect=400, format=format)
    rules = [{"protocol": "tcp", "port_from": 22, "port_to": 23, "ip_address1": "10.1.2.0/24", "ip-address2": "10.9.0.0/16"},
             {"protocol": "tcp", "port_from": 443, "port_to": 443, "ip_address1": "2001:db8::/32"},
             {"protocol": "udp", "port_from": 53, "port_to": 53, "group1": other, "group1owner": owner},
             {"protocol": "icmp", "port_from": 8, "port_to": 0, "ip_address1": "0.0.0.0/0"}]
    for rule in rules:
        ask("POST", "/api/firewalls/%s/rules" % quote(id), form=rule, expect=201, format=format)
    group = ec2.describe_security_groups(GroupNames=["wall " + format])["SecurityGroups"][0]
    seen = sorted((p["IpProtocol"], p.get("FromPort"), p.get("ToPort"),
                   sorted(r["CidrIp"] for r in p["IpRanges"]) + [r["CidrIpv6"] for r in p["Ipv6Ranges"]]
                   + ["group" for r in p["UserIdGroupPairs"]]) for p in group["IpPermissions"])
    same("the rules", seen, [("icmp", 8, 0, ["0.0.0.0/0"]), ("tcp", 22, 23, ["10.1.2.0/24", "10.9.0.0/16"]),
                             ("tcp", 443, 443, ["2001:db8::/32"]), ("udp", 53, 53, ["group"])])
    shown = tour.show(id)
    ids = ([r.get("id") for r in shown.iter("rule")] if format == "xml" else [r["id"] for r in shown["rules"]])
    same("a rule's id", "%s~tcp~22~23~@address,ipv4,10.1.2.0,24,@address,ipv4,10.9.0.0,16" % owner in ids, True, ids)
    same("a rule's id", "%s~tcp~443~443~@address,ipv6,2001:db8::,32" % owner in ids, True, ids)
    same("a rule's id", "%s~udp~53~53~@group,%s,%s" % (owner, owner, other) in ids, True, ids)
    same("firewalls", len(tour.ids()), len(ec2.describe_security_groups()["SecurityGroups"]))
    for rule in ids:
        ask("DELETE", "/api/firewalls/%s/%s" % (quote(id), quote(rule)), expect=204, format=format)
    same("no rules", ec2.describe_security_groups(GroupNames=["wall " + format])["SecurityGroups"][0]["IpPermissions"], [])
    ask("DELETE", "/api/firewalls/%s/%s" % (quote(id), quote(ids[0])), expect=404, format=format)
    ask("POST", "/api/firewalls", form={"name": "wall " + format, "description": "again"}, expect=409, format=format)
    for id in (id, other):
        tour.destroy(id)
        tour.gone(id)


def instances(format):
    tour, firewalls, keys, images = (Tour(format, c, c[:-1]) for c in ("instances", "firewalls", "keys", "images"))
    if not amazons:
        # Moto takes its time
        amazons.extend(ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "image-type", "Values": ["machine"]}])["Images"])
    same("images", sorted(images.ids()), sorted(i["ImageId"] for i in amazons))
    same("images of an architecture", sorted(images.ids("?architecture=arm64")),
         sorted(i["ImageId"] for i in amazons if i["Architecture"] == "arm64"))
    same("an image", images.text(images.show(LINUX), "name"), ec2.describe_images(ImageIds=[LINUX])["Images"][0]["Name"])
    wall, _ = firewalls.make({"name": "guard " + format, "description": "of an instance"})
    key, _ = keys.make({"name": "door-" + format})
    id, made = tour.make({"image_id": LINUX, "hwp_id": "t3.micro", "keyname": key, "firewalls1": wall, "realm_id": "us-east-1b",
                          "metrics": "on", "user_data": base64.b64encode(USER_DATA.encode()).decode()},
                         headers={"Idempotency-Key": "tour-" + format})
    seen = ec2.describe_instances(InstanceIds=[id])["Reservations"][0]["Instances"][0]
    data = ec2.describe_instance_attribute(InstanceId=id, Attribute="userData")["UserData"]["Value"]
    same("user data", base64.b64decode(data).decode(), USER_DATA)
    same("monitoring", seen["Monitoring"]["State"], "enabled")
    shown = tour.show(id)
    for path, wanted in (("@id", id), ("state", "RUNNING"), ("image/@id", seen["ImageId"]), ("name", seen["ImageId"]),
                         ("hardware_profile/@id", seen["InstanceType"]),
                         ("realm/@id", "us-east-1b:" + seen["SubnetId"])):
        same(path, tour.text(shown, path), wanted)
    if format == "xml":
        same("firewall", [f.get("id") for f in shown.find("firewalls")], [wall])
        same("key", shown.findtext("authentication/login/keyname"), key)
        same("address", shown.findtext("public_addresses/address"), seen["PublicDnsName"])
        same("volumes", [v.get("id") for v in shown.find("storage_volumes")],
             [m["Ebs"]["VolumeId"] for m in seen["BlockDeviceMappings"]])
        same("actions", sorted(a.get("rel") for a in shown.find("actions")), ["create_image", "reboot", "run", "stop"])
    else:
        same("firewall", [f["id"] for f in shown["firewalls"]], [wall])
        same("key", shown["authentication"]["keyname"], key)
        same("address", shown["public_addresses"][0]["address"], seen["PublicDnsName"])
    ec2.create_tags(Resources=[id], Tags=[{"Key": "Name", "Value": "named <&> ö"}])
    same("name", tour.text(tour.show(id), "name"), "named <&> ö")

    image, _ = images.make({"instance_id": id, "name": "image " + format, "description": "made on tour"})
    same("own images", images.ids("?owner_id=123456789012"), [image])
    same("description", ec2.describe_images(ImageIds=[image])["Images"][0]["Description"], "made on tour")
    images.destroy(image)
    images.gone(image)

    tour.act(id, "reboot")
    tour.act(id, "run", {"cmd": "uname"}, expect=400)
    tour.act(id, "run", {"cmd": "uname", "password": "none", "ip": "127.0.0.1"}, expect=400)
    tour.act(id, "run", {}, expect=400)
    tour.act(id, "start", expect=405)
    stopped = tour.act(id, "stop")
    same("state in the answer", tour.text(tour.one(stopped), "state"), "STOPPED")
    same("state", ec2.describe_instances(InstanceIds=[id])["Reservations"][0]["Instances"][0]["State"]["Name"], "stopped")
    tour.act(id, "run", {"cmd": "uname", "password": "none"}, expect=405)
    same("filtered", id in tour.ids("?state=STOPPED"), True)
    same("filtered", id in tour.ids("?state=RUNNING"), False)
    tour.act(id, "start")
    tour.act(id, "stop")
    tour.destroy(id)
    same("state", ec2.describe_instances(InstanceIds=[id])["Reservations"][0]["Instances"][0]["State"]["Name"], "terminated")
    same("instances", sorted(tour.ids()), sorted(i["InstanceId"] for page in ec2.get_paginator("describe_instances").paginate()
                                                 for r in page["Reservations"] for i in r["Instances"]))
    many = ask("POST", "/api/instances", form={"image_id": LINUX, "instance_count": 2}, expect=201, format=format)
    made = [i.get("id") for i in many.root()] if format == "xml" else [i["id"] for i in many.json()["instances"]]
    same("a pair", len(made), 2)
    for one in made:
        tour.act(one, "stop")
        tour.destroy(one)
    ask("POST", "/api/instances", form={"image_id": LINUX, "hwp_id": "nosuch"}, expect=400, format=format)
    ask("POST", "/api/instances", form={"image_id": "ami-00000000"}, expect=404, format=format)
    ask("POST", "/api/instances", form={}, expect=400, format=format)
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[id] + made)
    firewalls.destroy(wall)
    keys.destroy(key)


def storage(format):
    volumes = Tour(format, "storage_volumes", "storage_volume")
    snapshots = Tour(format, "storage_snapshots", "storage_snapshot")
    tour = Tour(format, "instances", "instance")
    instance, _ = tour.make({"image_id": LINUX, "realm_id": "us-east-1a"})
    id, _ = volumes.make({"capacity": 3, "realm_id": "us-east-1a"})
    seen = ec2.describe_volumes(VolumeIds=[id])["Volumes"][0]
    shown = volumes.show(id)
    same("capacity", str(volumes.text(shown, "capacity")), str(seen["Size"]))
    same("state", volumes.text(shown, "state"), seen["State"].upper())
    volumes.act(id, "attach", {"instance_id": instance, "device": "/dev/sdh"})
    seen = ec2.describe_volumes(VolumeIds=[id])["Volumes"][0]["Attachments"][0]
    same("attachment", (seen["InstanceId"], seen["Device"]), (instance, "/dev/sdh"))
    shown = volumes.show(id)
    same("mount", volumes.text(shown, "mount/instance/@id" if format == "xml" else "instance/@id"), instance)
    same("state", volumes.text(shown, "state"), "IN-USE")
    ask("DELETE", "/api/storage_volumes/" + id, expect=409, format=format)
    volumes.act(id, "detach")
    volumes.act(id, "detach", expect=409)
    snapshot, _ = snapshots.make({"volume_id": id})
    same("snapshot's volume", snapshots.text(snapshots.show(snapshot), "storage_volume/@id"), id)
    same("listed", snapshot in snapshots.ids(), True)
    copy, _ = volumes.make({"snapshot_id": snapshot, "realm_id": "us-east-1a", "capacity": 4})
    same("copied from", ec2.describe_volumes(VolumeIds=[copy])["Volumes"][0]["SnapshotId"], snapshot)
    second, _ = tour.make({"image_id": LINUX, "snapshot_id": snapshot, "device_name": "/dev/sdi"})
    mapped = ec2.describe_instances(InstanceIds=[second])["Reservations"][0]["Instances"][0]["BlockDeviceMappings"]
    same("a disk of the snapshot", "/dev/sdi" in [m["DeviceName"] for m in mapped], True, mapped)
    ask("POST", "/api/instances", form={"image_id": LINUX, "snapshot_id": snapshot}, expect=400, format=format)
    same("volumes", sorted(volumes.ids()), sorted(v["VolumeId"] for v in ec2.describe_volumes()["Volumes"]))
    for instance in (instance, second):
        tour.act(instance, "stop")
        tour.destroy(instance)
    snapshots.destroy(snapshot)
    snapshots.gone(snapshot)
    for id in (id, copy):
        volumes.destroy(id)
        volumes.gone(id)


def addresses(format):
    tour, instances = Tour(format, "addresses", "address"), Tour(format, "instances", "instance")
    instance, _ = instances.make({"image_id": LINUX})
    id, _ = tour.make({})
    same("addresses", tour.ids(), [a["PublicIp"] for a in ec2.describe_addresses()["Addresses"]])
    tour.act(id, "associate", {"instance_id": instance})
    same("associated", ec2.describe_addresses(PublicIps=[id])["Addresses"][0]["InstanceId"], instance)
    shown = tour.show(id)
    same("associated", shown.find("instance").get("id") if format == "xml" else shown["instance_id"], instance)
    ask("DELETE", "/api/addresses/" + id, expect=409, format=format)
    tour.act(id, "disassociate")
    tour.act(id, "disassociate", expect=409)
    tour.act(id, "associate", {"instance_id": "i-0123456789abcdef0"}, expect=404)
    tour.destroy(id)
    same("none", ec2.describe_addresses()["Addresses"], [])
    tour.gone(id)
    instances.act(instance, "stop")
    instances.destroy(instance)


def load_balancers(format):
    tour, instances = Tour(format, "load_balancers", "load_balancer"), Tour(format, "instances", "instance")
    instance, _ = instances.make({"image_id": LINUX})
    id, _ = tour.make({"name": "balance-" + format, "realm_id": "us-east-1a", "listener_protocol": "HTTP",
                       "listener_balancer_port": 80, "listener_instance_port": 8080})
    seen = elb.describe_load_balancers(LoadBalancerNames=[id])["LoadBalancerDescriptions"][0]
    listener = seen["ListenerDescriptions"][0]["Listener"]
    same("listener", (listener["Protocol"], listener["LoadBalancerPort"], listener["InstancePort"]), ("HTTP", 80, 8080))
    shown = tour.show(id)
    same("address", shown.findtext("public_addresses/address") if format == "xml" else shown["public_addresses"][0],
         seen["DNSName"])
    tour.act(id, "register", {"instance_id": instance}, expect=200)
    same("registered", elb.describe_load_balancers(LoadBalancerNames=[id])["LoadBalancerDescriptions"][0]["Instances"],
         [{"InstanceId": instance}])
    shown = tour.show(id)
    same("registered", shown.find("instances/instance").get("id") if format == "xml" else shown["instances"][0]["id"],
         instance)
    tour.act(id, "unregister", {"instance_id": instance}, expect=200)
    tour.act(id, "unregister", {"instance_id": instance}, expect=409)

    subnets = [s["SubnetId"] for s in ec2.describe_subnets()["Subnets"]][:2]
    group = elb2.create_target_group(Name="targets-" + format, Protocol="HTTP", Port=8080,
                                     VpcId=ec2.describe_vpcs()["Vpcs"][0]["VpcId"])["TargetGroups"][0]["TargetGroupArn"]
    arn = elb2.create_load_balancer(Name="new-" + format, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    elb2.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80,
                         DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
    same("both generations", sorted(tour.ids()), sorted([id, "new-" + format]))
    tour.act("new-" + format, "register", {"instance_id": instance}, expect=200)
    same("a target", [t["Target"]["Id"] for t in elb2.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]],
         [instance])
    tour.act("new-" + format, "unregister", {"instance_id": instance}, expect=200)
    for id in (id, "new-" + format):
        tour.destroy(id)
        tour.gone(id)
    elb2.delete_target_group(TargetGroupArn=group)
    instances.act(instance, "stop")
    instances.destroy(instance)


def metrics(format):
    tour = Tour(format, "metrics", "metric")
    watch.put_metric_data(Namespace="AWS/EC2", MetricData=[
        {"MetricName": "CPUUtilization", "Dimensions": [{"Name": "InstanceId", "Value": "i-0000000" + format}],
         "Value": value, "Unit": "Percent"} for value in (1.0, 5.0)])
    same("listed", "i-0000000" + format in tour.ids(), True)
    shown = tour.show("i-0000000" + format)
    same("entity", tour.text(shown, "entity"), "InstanceId")
    if format == "xml":
        sample = {p.get("name"): p.get("value") for p in shown.iter("property")}
    else:
        sample = shown["properties"][0]["values"][0]
    same("sample", [float(sample[n]) for n in ("minimum", "maximum", "average")] + [sample["unit"]], [1.0, 5.0, 3.0, "Percent"])
    tour.gone("i-0123456789abcdef0")


def networks(format):
    tour, subnets = Tour(format, "networks", "network"), Tour(format, "subnets", "subnet")
    nics, instances = Tour(format, "network_interfaces", "network_interface"), Tour(format, "instances", "instance")
    id, _ = tour.make({"address_block": "10.77.0.0/16", "name": "net"})
    same("block", ec2.describe_vpcs(VpcIds=[id])["Vpcs"][0]["CidrBlock"], "10.77.0.0/16")
    same("networks", sorted(tour.ids()), sorted(v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"]))
    subnet, _ = subnets.make({"network_id": id, "address_block": "10.77.1.0/24"})
    same("subnet", ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["CidrBlock"], "10.77.1.0/24")
    same("subnets", sorted(subnets.ids()), sorted(s["SubnetId"] for s in ec2.describe_subnets()["Subnets"]))
    shown = tour.show(id)
    same("subnets of a network", [s.get("id") for s in shown.find("subnets")] if format == "xml"
         else [s["id"] for s in shown["subnets"]], [subnet])
    same("a subnet's block", subnets.text(subnets.show(subnet), "address_block"), "10.77.1.0/24")
    ask("POST", "/api/subnets", form={"network_id": id, "address_block": "10.77.1.0/25"}, expect=409, format=format)
    ask("DELETE", "/api/networks/" + id, expect=409, format=format)
    zone = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailabilityZone"]
    instance, _ = instances.make({"image_id": LINUX, "realm_id": "%s:%s" % (zone, subnet)})
    same("in the subnet", ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["SubnetId"], subnet)
    nic, _ = nics.make({"instance": instance, "network": subnet, "name": "second"})
    seen = ec2.describe_network_interfaces(NetworkInterfaceIds=[nic])["NetworkInterfaces"][0]
    shown = nics.show(nic)
    same("address", nics.text(shown, "ip_address"), seen["PrivateIpAddress"])
    same("instance", (nics.text(shown, "instance/@id"), seen["Attachment"]["InstanceId"]), (instance, instance))
    same("interfaces", sorted(nics.ids()),
         sorted(n["NetworkInterfaceId"] for n in ec2.describe_network_interfaces()["NetworkInterfaces"]))
    nics.destroy(nic)
    nics.gone(nic)
    instances.act(instance, "stop")
    instances.destroy(instance)
    subnets.destroy(subnet)
    subnets.gone(subnet)
    tour.destroy(id)
    tour.gone(id)


def blobs(format):
    tour = Tour(format, "buckets", "bucket")
    bucket, _ = tour.make({"name": "tour-bucket-" + format})
    same("buckets", tour.ids(), [b["Name"] for b in s3.list_buckets()["Buckets"]])
    far, _ = tour.make({"name": "far-" + format, "location": "eu-west-1"})
    same("location", s3.get_bucket_location(Bucket=far)["LocationConstraint"], "eu-west-1")
    tour.destroy(far)
    content = bytes(range(256)) * 600
    for name in ("plain", "a/b c/ö?&#+%;x=1.txt", ".well-known", "<&\"'>"):
        path = "/api/buckets/%s/%s" % (bucket, quote(name))
        ask("PUT", path, body=content, format=format,
            headers={"Content-Type": "text/x-tour", "X-Deltacloud-Blobmeta-Maker": "a tour"})
        seen = s3.get_object(Bucket=bucket, Key=name)
        same("content of " + name, seen["Body"].read() == content, True)
        same("type", seen["ContentType"], "text/x-tour")
        same("metadata", seen["Metadata"], {"maker": "a tour"})
        blob = Tour(format, "blobs", "blob")
        shown = blob.one(ask("GET", path, format=format))
        same("length", str(blob.text(shown, "content_length")), str(len(content)))
        same("metadata", shown.findtext("user_metadata/entry") if format == "xml" else shown["user_metadata"]["maker"],
             "a tour")
        down = ask("GET", path + "/content")
        same("download of " + name, (down.body == content, down.headers["Content-Type"]), (True, "text/x-tour"))
        part = ask("GET", path + "/content", headers={"Range": "bytes=10-19"}, expect=206)
        same("a part", part.body, content[10:20])
        head = ask("HEAD", path, expect=204, format=format)
        same("metadata", head.headers["X-Deltacloud-Blobmeta-Maker"], "a tour")
        ask("POST", path, body=b"", expect=204, format=format, headers={"X-Deltacloud-Blobmeta-New": "1"})
        same("metadata", s3.head_object(Bucket=bucket, Key=name)["Metadata"], {"new": "1"})
    same("size", str(tour.text(tour.show(bucket), "size")), "4")
    border = "tour-border"
    parts = {"blob_id": "by form", "meta_params": "1", "meta_name1": "color", "meta_value1": "red"}
    body = b"".join(("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n" % (border, n, v)).encode()
                    for n, v in parts.items())
    body += ("--%s\r\nContent-Disposition: form-data; name=\"blob_data\"; filename=\"x\"\r\nContent-Type: text/css\r\n\r\n"
             "the content\r\n--%s--\r\n" % (border, border)).encode()
    ask("POST", "/api/buckets/" + bucket, body=body, expect=201, format=format,
        headers={"Content-Type": "multipart/form-data; boundary=" + border})
    seen = s3.get_object(Bucket=bucket, Key="by form")
    same("by form", (seen["Body"].read(), seen["ContentType"], seen["Metadata"]),
         (b"the content", "text/css", {"color": "red"}))

    path = "/api/buckets/%s/segments" % bucket
    segmented = {"X-Deltacloud-BlobType": "segmented"}
    upload = ask("PUT", path, body=b"", expect=204, headers=segmented, format=format).headers["X-Deltacloud-SegmentedBlob"]
    segmented["X-Deltacloud-SegmentedBlob"] = upload
    segments = [b"1" * (5 << 20), b"2" * 200000]
    tags = {}
    for order in (2, 1):
        tags[order] = ask("PUT", path, body=segments[order - 1], expect=204, format=format,
                          headers=dict(segmented, **{"X-Deltacloud-SegmentOrder": str(order)})
                          ).headers["X-Deltacloud-BlobSegmentId"]
    ask("PUT", path, body=" , ".join("%d=%s" % tag for tag in sorted(tags.items())).encode(), headers=segmented,
        format=format)
    same("segments", s3.get_object(Bucket=bucket, Key="segments")["Body"].read() == b"".join(segments), True)

    ask("DELETE", "/api/buckets/" + bucket, expect=409, format=format)
    for name in [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]]:
        path = "/api/buckets/%s/%s" % (bucket, quote(name))
        ask("DELETE", path, expect=204, format=format)
        ask("DELETE", path, expect=404, format=format)
        ask("GET", path, expect=404, format=format)
        ask("GET", path + "/content", expect=404)
    tour.destroy(bucket)
    tour.gone(bucket)
    same("no bucket", s3.list_buckets()["Buckets"], [])


def unknown(format):
    """Ids that nothing has, some hostile, of every kind: told so, each with a sentence, and nothing else happens."""
    shapes = {"realms": "us-east-1z", "hardware_profiles": "x9.huge", "images": "ami-0123456789abcdef0",
              "instances": "i-0123456789abcdef0", "keys": "nosuch", "storage_volumes": "vol-0123456789abcdef0",
              "storage_snapshots": "snap-0123456789abcdef0", "addresses": "192.0.2.7", "firewalls": "nosuch",
              "load_balancers": "nosuch", "metrics": "i-0123456789abcdef0", "networks": "vpc-0123456789abcdef0",
              "subnets": "subnet-0123456789abcdef0", "network_interfaces": "eni-0123456789abcdef0", "buckets": "no-such-bucket"}
    hostile = ["x' or 1=1 --", "<b>&amp;\"", "ö/ü?x=y&z;a\n..%2f..", "*", "x" * 300]
    destroyable = set(shapes) - {"realms", "hardware_profiles", "metrics"}
    for collection, shape in shapes.items():
        tour = Tour(format, collection, "")
        for id in [shape] + hostile:
            tour.gone(id)
            if collection in destroyable:
                ask("DELETE", "/api/%s/%s" % (collection, quote(id)), expect=404, format=format)
    for path, form in (("/instances/%s/stop", {}), ("/instances/%s/start", {}), ("/instances/%s/reboot", {}),
                       ("/instances/%s/run", {"cmd": "x", "password": "y"}),
                       ("/storage_volumes/%s/attach", {"instance_id": "i-0123456789abcdef0", "device": "/dev/sdf"}),
                       ("/storage_volumes/%s/detach", {}), ("/addresses/%s/associate", {"instance_id": "i-0123456789abcdef0"}),
                       ("/addresses/%s/disassociate", {}),
                       ("/firewalls/%s/rules", {"protocol": "tcp", "port_from": 1, "port_to": 1, "ip_address1": "10.0.0.0/8"}),
                       ("/load_balancers/%s/register", {"instance_id": "i-0123456789abcdef0"}),
                       ("/load_balancers/%s/unregister", {"instance_id": "i-0123456789abcdef0"})):
        for id in [shapes[path.split("/")[1]], hostile[0], hostile[2]]:
            ask("POST", "/api" + path % quote(id), form=form, expect=404, format=format)
    for collection, form in (("images", {"instance_id": "i-0123456789abcdef0"}),
                             ("storage_snapshots", {"volume_id": "vol-0123456789abcdef0"}),
                             ("storage_volumes", {"snapshot_id": "snap-0123456789abcdef0", "realm_id": "us-east-1a"}),
                             ("subnets", {"network_id": "vpc-0123456789abcdef0", "address_block": "10.0.0.0/24"}),
                             ("instances", {"image_id": LINUX, "firewalls1": "sg-0123456789abcdef0"}),
                             ("instances", {"image_id": LINUX, "realm_id": "us-east-1a:subnet-0123456789abcdef0"}),
                             ("network_interfaces", {"instance": "i-0123456789abcdef0", "network": "subnet-0123456789abcdef0"})):
        ask("POST", "/api/" + collection, form=form, expect=404, format=format)
    ask("GET", "/api/realms", headers={"X-Deltacloud-Provider": "nowhere"}, expect=400, format=format)
    ask("GET", "/api/realms", headers={"X-Deltacloud-Provider": "169.254.169.254"}, expect=403, format=format)
    ask("GET", "/api/realms", headers={"X-Deltacloud-Provider": "ec2=10.0.0.1;s3=10.0.0.1"}, expect=403, format=format)
    for wrong in ("Basic " + base64.b64encode(b"not a key:x y").decode(), "Basic !"):
        ask("GET", "/api/realms", headers={"Authorization": wrong}, expect=401, format=format)


failed = False
chosen_stops = sys.argv[6:]
for stop in (entry, realms, hardware_profiles, keys, firewalls, instances, storage, addresses, load_balancers, metrics,
             networks, blobs, unknown):
    for chosen in ("xml", "json") if not chosen_stops or stop.__name__ in chosen_stops else ():
        try:
            stop(chosen)
            print("%s in %s agrees with boto3" % (stop.__name__, chosen), flush=True)
        except Disagreement as told:
            failed = True
            print("%s in %s: %s" % (stop.__name__, chosen, told), flush=True)
print("%d requests" % steps)
sys.exit(failed)
