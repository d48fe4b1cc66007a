"""Drives the API with the old Python client for the whole life of an instance: old_client.py URL."""
import sys
import urllib
import urllib.parse

# The client was written for Python 2, where this name is.
urllib.quote_plus = urllib.parse.quote_plus

from deltacloud import Deltacloud  # noqa: E402


def check(claim, seen):
    if not claim:
        sys.exit("not as the client wants it: %r" % (seen,))


url = sys.argv[1]
client = Deltacloud(url, "mockuser", "mockpassword")
check(client.valid_credentials(), "the right password is refused")
check(not Deltacloud(url, "mockuser", "wrong").valid_credentials(), "a wrong password is accepted")

images = {image.id: image for image in client.images()}
check(images["img1"].owner == "fedoraproject" and images["img1"].description == "Fedora 10", vars(images["img1"]))
check([realm.id for realm in client.realms()] == ["us", "eu"], client.realms())
check({profile.id for profile in client.hardware_profiles()} >= {"m1-small", "opaque"}, client.hardware_profiles())
check([key.fingerprint[:5] for key in client.keys()] == ["5e:ce"], client.keys())

instance = client.create_instance("img1", {"hwp_id": "m1-small", "name": "old"})
check(instance.name == "old" and instance.state == "RUNNING", instance.instance)
check(instance.public_addresses[0]["type"] == "hostname", instance.instance)
check(not instance.start(), "a running instance can be started")
check(instance.stop() and instance.state == "STOPPED", instance.instance)
check(instance.start() and instance.reboot() and instance.stop(), instance.instance)
instance.refresh()
check(instance.state == "STOPPED" and client.instances(instance.id).id == instance.id, instance.instance)
check(instance.destroy(), instance.instance)
check(instance.id not in [other.id for other in client.instances()], instance.id)
print("as the client wants it")
